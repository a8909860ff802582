"""Where sentences end, and where they do not."""

from __future__ import annotations

import time

import pytest

from kg.model import Article, Block, BlockKind
from kg.nlp.sentences import LONGEST, split_sentences


def _article(*texts: str, kind: BlockKind = "paragraph") -> Article:
    blocks, at = [], 0
    for text in texts:
        blocks.append(Block(kind, at, at + len(text)))
        at += len(text) + 1
    return Article(id="a", text="\n".join(texts), blocks=tuple(blocks))


def _split(*texts: str, kind: BlockKind = "paragraph") -> list[str]:
    article = _article(*texts, kind=kind)
    return [article.text[s.start : s.end] for s in split_sentences(article)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["会议今天开幕。", "三百人到场！", "还有谁？", "明天继续"],
        ["他说：“我们准备好了。”", "掌声响起。"],
        ["“第一句。", "第二句。”", "他说。"],
        ["“真的吗？！”", "她问。"],
        ["（完。）", "另一段。"],
        ['他说："我们来了。"', '"你们呢?"', "没有人回答。"],
        ["风吹过……", "灯亮了。"],
        ["“……我们再等等。”", "他说。"],
        ["他说“好。”。", "散会。"],
        ["真的吗?", "5G来了!", "是的。"],
        ["Who knows?", "没人知道。"],
        ["他停下来...", "然后走了。"],
        ["太好了！！！", "再来。"],
    ],
)
def test_a_sentence_ends_with_its_stop_and_closing_marks(sentences: list[str]) -> None:
    assert _split("".join(sentences)) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "面积增长1.5倍，共3.14万平方米",
        "U.S. 公司与No.5展馆的V2.0系统",
        "首先签约；其次揭牌；最后参观",
        "读者喜欢《我们去哪儿？》这本书",
        "网址是https://example.org/a?b=1!c的页面",
        "可以访问example.org/?id=3查看",
        "“加油！”的喊声不断",
        "“加油！”、“再来！”，人群高呼",
        "“冲啊！”等口号",
        "水果、蔬菜……等商品",
        "……",
    ],
)
def test_no_sentence_ends_here(text: str) -> None:
    assert _split(text) == [text]


def test_sentences_stay_in_their_block_and_are_trimmed() -> None:
    article = _article("\u3000\u3000第一段。 第二句。\xa0", " \u200b ", "第三段")
    found = split_sentences(article)
    assert [article.text[s.start : s.end] for s in found] == ["第一段。", "第二句。", "第三段"]
    assert [s.block for s in found] == [0, 0, 2]
    assert [s.index for s in found] == [0, 1, 2]


def test_a_table_is_cut_at_its_lines_and_a_paragraph_is_not() -> None:
    assert _split("项目\t数量\n展位\t30\n\n观众\t5", kind="table") == ["项目\t数量", "展位\t30", "观众\t5"]
    assert _split("这是折\n行的话。") == ["这是折\n行的话。"]


def test_a_lost_closing_quote_joins_the_sentence_before() -> None:
    assert _split("他走了。 ”") == ["他走了。 ”"]


@pytest.mark.parametrize("mark", ["，", "；", " "])
def test_an_over_long_sentence_is_cut_at_a_breath(mark: str) -> None:
    text = mark.join(["长" * 90] * 12) + "。"
    pieces = _split(text)
    assert all(len(p) <= LONGEST for p in pieces)
    assert all(p.endswith(("长", mark, "。")) and len(p) % 91 in (0, 90) for p in pieces[:-1])
    assert "".join(pieces).replace(mark, "") == text.replace(mark, "")


def test_an_over_long_sentence_without_breath_is_cut_hard() -> None:
    assert [len(p) for p in _split("长" * 1100)] == [500, 500, 100]


@pytest.mark.parametrize("text", ["", " \n\t\u3000", "\ud800。\udfff", "🙂！🙂", "。。。", '"""'])
def test_odd_texts_do_not_crash(text: str) -> None:
    pieces = _split(text)
    assert all(p.strip() for p in pieces)
    assert "".join(pieces) == text.strip()


def test_an_article_without_blocks_has_no_sentences() -> None:
    assert split_sentences(Article(id="a", text="", blocks=())) == ()


@pytest.mark.parametrize("unit", ["《", "？", '"', "……的", "，", " ", "。", "。—", "a?"])
def test_the_time_is_linear_in_the_length(unit: str) -> None:
    started = time.perf_counter()
    _split(unit * (200_000 // len(unit)))
    assert time.perf_counter() - started < 5
