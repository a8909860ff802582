"""The name tagger: what it finds, odd input, and the files it is read from."""

from __future__ import annotations

import itertools
import json
import shutil
import time
from pathlib import Path

import numpy as np
import pytest

from kg.errors import ResourceError
from kg.model import Article, Block, Tag
from kg.nlp import names as names_module
from kg.nlp.lexicon import Lexicon, load_lexicon
from kg.nlp.names import NameSpan, NameTagger, load_name_tagger, tag_all
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import Tagger, load_tagger, tag
from kg.nlp.tokens import Tokenizer, load_tokenizer, tokenize
from kg.nlp.word_vectors import WordVectors
from kg.resources import lexicon_dir

MODELS = Path(names_module.__file__).parent / "models"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(lexicon_dir())


@pytest.fixture(scope="module")
def tools(lexicon: Lexicon) -> tuple[NameTagger, Tagger, Tokenizer]:
    return load_name_tagger(lexicon), load_tagger(), load_tokenizer()


def _all(tools: tuple[NameTagger, Tagger, Tokenizer], text: str) -> tuple[tuple[Tag, ...], tuple[NameSpan, ...]]:
    names, tagger, tokenizer = tools
    sentences = split_sentences(Article(id="a", text=text, blocks=(Block("paragraph", 0, len(text)),)))
    return tag_all(names, tagger, text, sentences, tokenize(tokenizer, text, sentences))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("北京市商务局局长李明表示，论坛取得成功。", [("北京市商务局", "ORG"), ("局长", "TITLE"), ("李明", "PER")]),
        ("张伟、刘洋、陈静先后发言。", [("张伟", "PER"), ("刘洋", "PER"), ("陈静", "PER")]),
        ("参展商来自法国、德国和日本。", [("法国", "GPE"), ("德国", "GPE"), ("日本", "GPE")]),
        ("据介绍，2022年9月1日共有320余家企业参展。", [("2022年9月1日", "DATE"), ("320余家", "NUM")]),
        ("第五届丝路香料博览会在昆明开幕。", [("第五届丝路香料博览会", "EVENT"), ("昆明", "GPE")]),
        ("会上发布了《河湖治理三年行动计划》。", [("河湖治理三年行动计划", "WORK")]),
        ("今天天气很好，大家都很高兴。", []),
        ("他们在公司门口等了一会儿。", []),
    ],
)
def test_names_are_found(
    tools: tuple[NameTagger, Tagger, Tokenizer], text: str, expected: list[tuple[str, str]]
) -> None:
    found = [(n.text, n.label) for n in _all(tools, text)[1]]
    assert [n for n in found if n != ("今天", "DATE")] == expected


LONG = "新能源产业" * 20_000
ODD = [
    "", " ", "\n\n", "，。！", "🙂" * 50, "\x00\x01\x02\x7f", "Apple Inc. announced results on 5 May.", "a" * 300,
    "臺北市長林若谷出席國際書展。", "张伟\u3000李明\n昨天在上海说：“很大。”Ａｐｐｌｅ🙂也来了……",
    "\u202e左右\u200b零宽\ufeff", "《》（）“”", "第第第届届届年年月日",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_tagged_with_exact_offsets(tools: tuple[NameTagger, Tagger, Tokenizer], text: str) -> None:
    found = _all(tools, text)[1]
    assert all(text[n.start : n.end] == n.text != "" for n in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert all(0 <= n.score <= 1 and n.label in tools[0].labels for n in found)
    assert _all(tools, text)[1] == found


def test_traditional_script_does_not_hide_a_person(tools: tuple[NameTagger, Tagger, Tokenizer]) -> None:
    assert "PER" in [n.label for n in _all(tools, "總經理王建國表示，公司將於明年參展。")[1]]


def test_time_grows_with_the_length_of_text_without_punctuation(tools: tuple[NameTagger, Tagger, Tokenizer]) -> None:
    def seconds(text: str) -> float:
        began = time.perf_counter()
        _all(tools, text)
        return time.perf_counter() - began

    short = min(seconds(LONG[:25_000]) for _ in range(2))
    assert min(seconds(LONG[:100_000]) for _ in range(2)) < 8 * short


def test_the_tags_are_those_of_the_tagger_alone(tools: tuple[NameTagger, Tagger, Tokenizer]) -> None:
    text = "北京市商务局局长李明表示，论坛取得成功。参展商来自法国。"
    sentences = split_sentences(Article(id="a", text=text, blocks=(Block("paragraph", 0, len(text)),)))
    assert _all(tools, text)[0] == tag(tools[1], text, sentences)


def test_a_sentence_is_read_alike_whatever_stands_beside_it(tools: tuple[NameTagger, Tagger, Tokenizer]) -> None:
    sentence = "海口市商务局副局长林若谷参观了展馆。"
    alone = _all(tools, sentence)[1]
    longer = _all(tools, "天气很好，大家都来了，人很多，也很热闹。" + sentence + "完。")[1]
    assert [(n.text, n.label) for n in alone] == [(n.text, n.label) for n in longer if n.text in sentence]
    assert [n.score for n in alone] == pytest.approx([n.score for n in longer if n.text in sentence], abs=0.003)


def test_a_clear_name_scores_higher_than_a_doubtful_one(tools: tuple[NameTagger, Tagger, Tokenizer]) -> None:
    clear = {n.text: n.score for n in _all(tools, "商务部部长王建国说。")[1]}
    assert clear["王建国"] > 0.9


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("names.npz", "names.json"):
        shutil.copy(MODELS / name, tmp_path / name)
    return tmp_path


def test_weights_other_than_the_cards_are_refused(copied: Path, lexicon: Lexicon) -> None:
    raw = bytearray((copied / "names.npz").read_bytes())
    raw[len(raw) // 2] ^= 1
    (copied / "names.npz").write_bytes(bytes(raw))
    with pytest.raises(ResourceError, match=r"names\.npz"):
        load_name_tagger(lexicon, copied)


@pytest.mark.parametrize("name", ["names.npz", "names.json"])
def test_a_missing_file_is_named(copied: Path, lexicon: Lexicon, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ResourceError, match=name):
        load_name_tagger(lexicon, copied)


@pytest.mark.parametrize("card", ["", "[]", "{}", '{"sha256": 1}'])
def test_a_malformed_card_is_refused(copied: Path, lexicon: Lexicon, card: str) -> None:
    (copied / "names.json").write_text(card, encoding="utf-8")
    with pytest.raises(ResourceError, match=r"model names|name tagger"):
        load_name_tagger(lexicon, copied)


@pytest.mark.parametrize(
    ("key", "value"), [("labels", ["PER"]), ("features", {}), ("dilations", []), ("conventions", 3)]
)
def test_a_card_of_another_version_is_refused(copied: Path, lexicon: Lexicon, key: str, value: object) -> None:
    card = json.loads((copied / "names.json").read_text(encoding="utf-8"))
    (copied / "names.json").write_text(json.dumps(card | {key: value}), encoding="utf-8")
    with pytest.raises(ResourceError, match=r"model names|name tagger"):
        load_name_tagger(lexicon, copied)


def test_unknown_conventions_are_refused(lexicon: Lexicon) -> None:
    with pytest.raises(ResourceError, match="conventions"):
        load_name_tagger(lexicon, conventions="msra")


def test_word_vectors_of_another_size_are_refused(lexicon: Lexicon) -> None:
    with pytest.raises(ResourceError, match="word vectors"):
        load_name_tagger(lexicon, vectors=WordVectors({}, np.zeros((1, 7), dtype=np.int8), 1.0))


def test_conventions_change_what_is_a_name(lexicon: Lexicon, tools: tuple[NameTagger, Tagger, Tokenizer]) -> None:
    names, tagger, tokenizer = tools
    told = load_name_tagger(lexicon, vectors=names.vectors, conventions="uner")
    text = "黄河流经兰州，他在河边的中山桥上唱歌。"
    assert _all((told, tagger, tokenizer), text)[1] != _all(tools, text)[1]


def test_the_weights_are_plain_small_numbers() -> None:
    assert (MODELS / "names.npz").stat().st_size < 4_000_000
    with np.load(MODELS / "names.npz", allow_pickle=False) as stored:
        assert all(np.isfinite(stored[name]).all() for name in stored.files)
