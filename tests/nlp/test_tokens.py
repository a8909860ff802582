"""Words with their offsets, and a tokenizer that leaves no traces."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import ResourceError
from kg.model import Article, Block
from kg.nlp.sentences import split_sentences
from kg.nlp.tokens import Tokenizer, load_tokenizer, tokenize

ARTICLES = Path(__file__).resolve().parents[2] / "seeds" / "articles"


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer()


def _words(tokenizer: Tokenizer, text: str) -> list[str]:
    article = Article(id="a", text=text, blocks=(Block("paragraph", 0, len(text)),))
    tokens = tokenize(tokenizer, text, split_sentences(article))
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in itertools.pairwise(tokens))
    return [t.text for t in tokens]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("大家来到北京参观博物馆。", ["大家", "来到", "北京", "参观", "博物馆", "。"]),
        ("\u3000增长 1.5%， 很好！\n", ["增长", "1.5%", "，", "很", "好", "！"]),
        ("Apple Inc.参展", ["Apple", "Inc", ".", "参展"]),
        ("第一。第二。", ["第一", "。", "第二", "。"]),
        ("🙂\ud800", ["🙂", "\ud800"]),
        ("", []),
        (" \n", []),
    ],
)
def test_words_and_marks_without_white_space(tokenizer: Tokenizer, text: str, words: list[str]) -> None:
    assert _words(tokenizer, text) == words


def test_no_sign_is_lost(tokenizer: Tokenizer) -> None:
    text = "北京市商务局局长李明说：“2022年9月1日，\t共３０家企业（含A+B公司）参展……”①½\u200b终"
    assert "".join(_words(tokenizer, text)) == text.replace("\t", "")


def test_the_words_are_those_jieba_reads(tokenizer: Tokenizer) -> None:
    import jieba

    own = jieba.Tokenizer()
    whole = tokenizer.whole  # type: ignore[attr-defined]
    assert (whole.FREQ, whole.total) == own.gen_pfdict(own.get_dict_file())


def test_cutting_fast_gives_the_same_words(tokenizer: Tokenizer) -> None:
    """Pieces of news, plain and with figures, letters and signs strewn in."""
    chance = random.Random(4)
    text = "".join(p.read_text(encoding="utf-8", errors="replace") for p in sorted(ARTICLES.glob("*.txt")))
    strewn = "0123456789.%.%aBcZ ，。、\t\né·—Ａ１々〇Ω①【】“”…‰℃㎡-+#&_😀㐀龥鿕\ud800"
    whole = tokenizer.whole  # type: ignore[attr-defined]
    for _ in range(4000):
        at = chance.randrange(len(text) - 40)
        signs = list(text[at : at + chance.randrange(1, 40)])
        for _ in range(chance.choice((0, 0, 1, 3, 8))):
            signs.insert(chance.randrange(len(signs) + 1), chance.choice(strewn))
        sentence = "".join(signs)
        assert list(tokenizer.cut(sentence)) == list(whole.cut(sentence))


def test_loading_leaves_no_file_no_log_and_no_global_state(tmp_path: Path) -> None:
    code = (
        "from kg.nlp.tokens import load_tokenizer\n"
        "print(*load_tokenizer().cut('大家好'))\n"
        "import jieba\n"
        "assert not jieba.dt.initialized\n"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["大家", "好"]
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content", [None, b"", b"\xff", "词\n".encode(), "词 多 n\n".encode(), "词 1 n\n词\n".encode()]
)
def test_a_bad_word_list_is_named(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "own.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ResourceError, match=r"own\.txt"):
        load_tokenizer(path)


def test_another_word_list_may_be_given(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("云上青禾 9 n\n参展 9 v\n", encoding="utf-8")
    assert _words(load_tokenizer(path), "云上青禾参展") == ["云上青禾", "参展"]
