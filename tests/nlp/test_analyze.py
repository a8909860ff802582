"""A Document as the first half of the line leaves it."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kg.model import Article, Block
from kg.nlp.analyze import analyze
from kg.nlp.lexicon import load_lexicon
from kg.nlp.names import NameTagger, load_name_tagger
from kg.nlp.tagger import Tagger, load_tagger
from kg.nlp.tokens import Tokenizer, load_tokenizer
from kg.resources import lexicon_dir

Tools = tuple[Tokenizer, Tagger, NameTagger]

TEXT = "王小红在上海参观展览。\n9月1日，共有30家企业参展。"


@pytest.fixture(scope="module")
def tools() -> Tools:
    return load_tokenizer(), load_tagger(), load_name_tagger(load_lexicon(lexicon_dir()))


def _article(text: str) -> Article:
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block("paragraph", at, at + len(line)))
        at += len(line) + 1
    return Article(id="a", text=text, blocks=tuple(blocks), date=date(2022, 9, 2))


def test_every_layer_is_filled(tools: Tools) -> None:
    document = analyze(_article(TEXT), *tools)
    assert [TEXT[s.start : s.end] for s in document.sentences] == TEXT.split("\n")
    assert "展览" in [t.text for t in document.tokens]
    assert {("王小红", "PER"), ("上海", "LOC")} <= {(t.text, t.label) for t in document.tags}
    assert [(d.text, d.first) for d in document.dates] == [("9月1日", "2022-09-01")]
    assert [(int(q.value), q.unit) for q in document.quantities] == [(30, "家")]
    assert (document.mentions, document.entities, document.claims) == ((), (), ())


@pytest.mark.parametrize("text", ["", "\ud800🙂", "\u3000", "。"])
def test_articles_with_nothing_in_them_do_not_crash(tools: Tools, text: str) -> None:
    document = analyze(_article(text), *tools)
    assert document.article.text == text
    assert document.dates == document.quantities == ()


def test_importing_it_loads_neither_jieba_nor_the_framework_of_the_model() -> None:
    code = "import sys, kg.nlp.analyze; print(sorted({'jieba', 'paddle'} & set(sys.modules)))"
    environment = {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
