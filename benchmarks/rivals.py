"""Extractors without an LLM that install from PyPI with their data inside: what they give, and what they cost."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

Read = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a rival took for so many `characters`: seconds of the processor, and jieba.posseg's for the same texts.

    `memory` is the most its process had before jieba.posseg was loaded, in bytes; `fault` says why there is nothing.
    """

    name: str
    gives: str
    characters: int = 0
    seconds: float = 0.0
    tagger: float = 0.0
    memory: int = 0
    fault: str = ""


def _jieba() -> Read:
    import jieba

    return lambda text: list(jieba.cut(text))


def _jiagu_names() -> Read:
    import jiagu

    return lambda text: [jiagu.ner(jiagu.seg(sentence)) for sentence in _sentences(text)]


def _jiagu_triples() -> Read:
    import jiagu

    return lambda text: [jiagu.knowledge(sentence) for sentence in _sentences(text)]


def _snownlp() -> Read:
    from snownlp import SnowNLP

    return lambda text: list(SnowNLP(text).tags)


def _thulac() -> Read:
    import thulac

    tagger: Any = thulac.thulac()
    return lambda text: tagger.cut(text, text=True)


def _jionlp() -> Read:
    import jionlp

    return lambda text: (jionlp.ner.extract_time(text), jionlp.ner.extract_money(text), jionlp.recognize_location(text))


def _harvesttext() -> Read:
    from harvesttext import HarvestText

    reader: Any = HarvestText()
    return lambda text: [reader.triple_extraction(sentence) for sentence in _sentences(text)]


def _spacy_pkuseg() -> Read:
    import spacy_pkuseg

    tagger: Any = spacy_pkuseg.pkuseg(postag=True)
    return lambda text: tagger.cut(text)


def _pkuseg() -> Read:
    import pkuseg

    tagger: Any = pkuseg.pkuseg(postag=True)
    return lambda text: tagger.cut(text)


def _lac() -> Read:
    from LAC import LAC

    tagger: Any = LAC(mode="lac")
    return lambda text: tagger.run(text)


def _hanlp() -> Read:
    import hanlp

    tagger: Any = hanlp.load(hanlp.pretrained.mtl.CLOSE_TOK_POS_NER_SRL_DEP_SDP_CON_ELECTRA_SMALL_ZH)
    return lambda text: tagger(_sentences(text))


def _pyhanlp() -> Read:
    from pyhanlp import HanLP

    return lambda text: HanLP.segment(text)


# By name: what it gives, and how it is made ready.
RIVALS: dict[str, tuple[str, Callable[[], Read]]] = {
    "jieba": ("words", _jieba),
    "snownlp": ("words, parts of speech", _snownlp),
    "thulac": ("words, parts of speech", _thulac),
    "jiagu.ner": ("names of people, places, organizations", _jiagu_names),
    "jiagu.knowledge": ("triples", _jiagu_triples),
    "jionlp": ("times, sums of money, places; no names of people or firms", _jionlp),
    "harvesttext": ("triples, from a parser", _harvesttext),
    "spacy-pkuseg": ("words, parts of speech", _spacy_pkuseg),
    "pkuseg": ("words, parts of speech", _pkuseg),
    "LAC": ("words, parts of speech, names", _lac),
    "hanlp": ("words, parts of speech, names, roles", _hanlp),
    "pyhanlp": ("words, parts of speech, names", _pyhanlp),
}


def _sentences(text: str) -> list[str]:
    return [part for line in text.split("\n") for part in line.replace("。", "。\n").split("\n") if part]


def rivals(texts: Sequence[str], names: Sequence[str] = tuple(RIVALS)) -> list[Cost]:
    """What each rival costs on these texts, each in a fresh process."""
    context = multiprocessing.get_context("spawn")
    found = []
    for name in names:
        with context.Pool(1) as pool:
            found.append(pool.apply(_cost, (name, list(texts))))
    return found


def _cost(name: str, texts: Sequence[str]) -> Cost:
    gives, ready = RIVALS[name]
    empty = Cost(name, gives)
    try:
        read = ready()
        read(texts[0])
    except (Exception, SystemExit) as error:  # a package may fail in any way it likes
        return replace(empty, fault=_why(error))
    before = _memory()
    import jieba.posseg

    jieba.setLogLevel("ERROR")
    jieba.posseg.lcut("预热")
    seconds = tagger = 0.0
    for text in texts:
        began = time.process_time()
        read(text)
        middle = time.process_time()
        jieba.posseg.lcut(text)
        seconds, tagger = seconds + middle - began, tagger + time.process_time() - middle
    return replace(empty, characters=sum(map(len, texts)), seconds=seconds, tagger=tagger, memory=before)


def _why(error: BaseException) -> str:
    """Without addresses and paths, which differ from machine to machine."""
    if isinstance(error, ModuleNotFoundError):
        return f"no module {error.name}"
    if isinstance(error, OSError):  # errors of the network are such
        return "it could not download its model or program"
    return type(error).__name__


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
