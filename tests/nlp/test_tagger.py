"""Names and words the tagger finds, and what it does with odd input."""

from __future__ import annotations

import importlib.util
import itertools
import json
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.model import Article, Block, Tag
from kg.nlp.sentences import split_sentences
from kg.nlp.tagger import Tagger, load_tagger, tag

SHARED = Path(__file__).resolve().parents[3] / "shared"
NAMES = ("PER", "LOC", "ORG")


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


def _tags(tagger: Tagger, text: str) -> tuple[Tag, ...]:
    article = Article(id="a", text=text, blocks=(Block("paragraph", 0, len(text)),))
    return tag(tagger, text, split_sentences(article))


def _names(tagger: Tagger, text: str) -> list[tuple[str, str]]:
    return [(t.text, t.label) for t in _tags(tagger, text) if t.label in NAMES]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("北京市商务局局长李明表示，论坛取得成功。", [("北京市商务局", "ORG"), ("李明", "PER")]),
        ("王小红在上海参观了博物馆。", [("王小红", "PER"), ("上海", "LOC")]),
        ("张伟、刘洋、陈静先后发言。", [("张伟", "PER"), ("刘洋", "PER"), ("陈静", "PER")]),
        ("参展商来自法国、德国和日本。", [("法国", "LOC"), ("德国", "LOC"), ("日本", "LOC")]),
        ("清华大学的学生来了。", [("清华大学", "ORG")]),
        ("今天天气很好，大家都很高兴。", []),
    ],
)
def test_names_are_found(tagger: Tagger, text: str, names: list[tuple[str, str]]) -> None:
    assert _names(tagger, text) == names


@pytest.mark.parametrize(
    ("full", "half"),
    [
        ("会议，由（中国银行）主办：共５场！", "会议,由(中国银行)主办:共5场!"),
        ("来自ＡＢＣ公司", "来自abc公司"),
        ("来自ABC公司", "来自abc公司"),
        ("“创新”论坛、展览", '"创新"论坛,展览'),
    ],
)
def test_forms_of_a_sign_are_one_to_the_tagger(tagger: Tagger, full: str, half: str) -> None:
    assert [(t.start, t.end, t.label, t.score) for t in _tags(tagger, full)] == [
        (t.start, t.end, t.label, t.score) for t in _tags(tagger, half)
    ]


TEXT = "张伟 李明\n昨天在上海说：“首钢园很大。”2022年9月1日，Apple Inc. 也来了……🙂"


def test_tags_are_exact_ordered_and_apart(tagger: Tagger) -> None:
    tags = _tags(tagger, TEXT)
    assert all(TEXT[t.start : t.end] == t.text == t.text.strip() != "" for t in tags)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tags))
    assert all(0 <= t.score <= 1 and t.score == round(t.score, 3) for t in tags)
    assert ("2022年9月1日", "TIME") in [(t.text, t.label) for t in tags]


def test_a_clear_name_scores_higher_than_a_doubtful_one(tagger: Tagger) -> None:
    scores = {t.text: t.score for t in _tags(tagger, "王小红在上海。") if t.label in NAMES}
    assert scores["上海"] > 0.95
    doubtful = [t.score for t in _tags(tagger, "云帆蓝麦优享与小满青禾合作。")]
    assert min(doubtful) < 0.7


def test_the_other_sentences_do_not_matter(tagger: Tagger) -> None:
    own = "北京市商务局局长李明表示，论坛取得成功。"
    rest = "".join(f"第{k}天，来自法国的王小红参观了第{k}号展馆{'和花园' * (k % 7)}。" for k in range(150))
    together, alone = _tags(tagger, own + rest)[:40], _tags(tagger, own)
    assert [(t.start, t.text, t.label) for t in together[: len(alone)]] == [(t.start, t.text, t.label) for t in alone]
    assert [t.score for t in together[: len(alone)]] == pytest.approx([t.score for t in alone], abs=0.002)


def test_the_result_is_the_same_each_time(tagger: Tagger) -> None:
    assert _tags(tagger, TEXT * 20) == _tags(load_tagger(), TEXT * 20)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "🙂🙂", "\ud83d张伟\ude00", "\x00\x01", "。", "O", "\u200b"])
def test_odd_texts_do_not_crash(tagger: Tagger, text: str) -> None:
    assert all(text[t.start : t.end] == t.text for t in _tags(tagger, text))


@pytest.mark.parametrize("unit", ["长", "张伟，", "张伟 ", "a"])
def test_a_very_long_text_takes_linear_time(tagger: Tagger, unit: str) -> None:
    text = unit * (30_000 // len(unit))
    started = time.perf_counter()
    tags = _tags(tagger, text)
    assert time.perf_counter() - started < 20
    assert all(text[t.start : t.end] == t.text for t in tags)


def test_a_long_sentence_is_cut_between_names(tagger: Tagger) -> None:
    text = "参加的有" + "，".join(["清华大学的王小红"] * 40) + "。"
    assert [name for name, _ in _names(tagger, text)].count("王小红") == 40


def _copy(target: Path) -> Path:
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    source = Path(spec.origin).parent / "lac_small"
    shutil.copytree(source / "model_baseline", target / "model_baseline")
    for name in ("word.dic", "tag.dic"):
        shutil.copy(source / name, target / name)
    return target


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("word.dic", None),
        ("word.dic", b"no numbers\there\n"),
        ("word.dic", b"\xff\xfe"),
        ("word.dic", b"0\tOOV\n99999\tx\n"),
        ("word.dic", b"0\tx\n"),
        ("tag.dic", None),
        ("tag.dic", b"0\tn-B\n1\tn-I\n"),
        ("tag.dic", b"".join(b"%d\tO\n" % k for k in range(57))),
        ("model_baseline/crfw", None),
        ("model_baseline/gru_3.w_0", b"\0" * 100),
        ("model_baseline/word_emb", b""),
    ],
)
def test_a_broken_model_names_the_file(tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = _copy(tmp_path / "model")
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(ResourceError, match=Path(name).name):
        load_tagger(folder)


def test_a_whole_copy_of_the_model_loads(tmp_path: Path, tagger: Tagger) -> None:
    assert _tags(load_tagger(_copy(tmp_path / "model")), TEXT) == _tags(tagger, TEXT)


def _f1(tagger: Tagger, rows: Iterable[tuple[str, set[tuple[int, int, str]]]]) -> float:
    both = found = wanted = 0
    for text, gold in rows:
        mine = {(t.start, t.end, t.label) for t in _tags(tagger, text) if t.label in NAMES}
        both, found, wanted = both + len(mine & gold), found + len(mine), wanted + len(gold)
    return 200 * both / (found + wanted)


@pytest.mark.parametrize(("name", "step", "floor"), [("aishell-ner-dev", 15, 73.0), ("uner-gsdsimp-dev", 1, 63.5)])
def test_the_quality_on_public_data_does_not_fall(tagger: Tagger, name: str, step: int, floor: float) -> None:
    path = SHARED / "ner" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()[::step]]
    assert _f1(tagger, ((row["t"], {tuple(e) for e in row["e"]}) for row in rows)) >= floor
