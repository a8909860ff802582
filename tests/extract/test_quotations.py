import time

import pytest
from line import resources
from marked_text import marked, name_of
from written_corpus import SHARED, document, items

from kg.extract.quotations import extract_quotations
from kg.identity import squeeze
from kg.model import Quotation

FLOOR = 0.89  # F1 on part 1 of 2 of the written corpus, given its names, by the scorer's rule; goes up only


def said(text: str) -> list[str]:
    out = extract_quotations(marked(text), resources().saying)
    rows = []
    for claim in out.claims:
        assert isinstance(claim.fact, Quotation)
        assert out.article.text[claim.start : claim.end] == claim.fact.text
        rows.append(f"{name_of(out, claim.fact.speaker)} {claim.fact.mode}: {claim.fact.text}")
    return rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“展会办得好。”[丁某|P]说。", ["丁某 direct: 展会办得好"]),
        ("[丁某|P]说：“展会办得好。”", ["丁某 direct: 展会办得好"]),
        ("“展会办得好，”[丁某|P]说，“明年还来。”", ["丁某 direct: 展会办得好", "丁某 direct: 明年还来"]),
        ("“展会办得好。”[丁某|P]表示，明年还要参展。", ["丁某 direct: 展会办得好", "丁某 indirect: 明年还要参展"]),
        ("[丁某|P]介绍，展台扩大了。“客商多了一倍。”", ["丁某 indirect: 展台扩大了", "丁某 direct: 客商多了一倍"]),
        ("[丁某|P]介绍，展台扩大了。\n“客商多了一倍。”", ["丁某 indirect: 展台扩大了", "丁某 direct: 客商多了一倍"]),
        ("“大门越开越大。”8月31日，[丁某|P]向大会致贺信。", ["丁某 direct: 大门越开越大"]),
        ("“展会办得好。”[丁某|P]这样评价本届展会。", ["丁某 direct: 展会办得好"]),
        ("[丁某|P]摆摆手：“还早着呢。”", ["丁某 direct: 还早着呢"]),
        ("[丁某|P]把它形容为“一场及时雨”。", ["丁某 direct: 一场及时雨"]),
        ("[丁某|P]当场称“纯属无稽之谈”。", ["丁某 direct: 纯属无稽之谈"]),
        ('" 大门越开越大。"[丁某|P]说。', ["丁某 direct: 大门越开越大"]),
        ("“展会办得好。”一位不愿具名的客商说。", []),
        ("[丁某|P]出席以“创新的力量”为主题的论坛。", []),
        ("论坛口号是：“创新的力量”，[丁某|P]到会。", []),
        ("[丁某|P]参观了“云上展厅”。", []),
    ],
)
def test_direct_speech(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[甲局|O][局长|T][丁某|P]介绍，本届展会规模扩大。", ["丁某 indirect: 本届展会规模扩大"]),
        ("[丁某|P]表示不申请听证。", ["丁某 indirect: 不申请听证"]),
        ("[丁某|P]认为，机器翻译“还差得远”。", ["丁某 indirect: 机器翻译“还差得远”"]),
        (
            "[丁某|P]、[王某|P]宣布，双方将合资建厂。",
            ["丁某 indirect: 双方将合资建厂", "王某 indirect: 双方将合资建厂"],
        ),
        ("[丁某|P]认为应当公开；[王某|P]则主张先评估。", ["丁某 indirect: 应当公开", "王某 indirect: 先评估"]),
        ("[丁某|P]算了一笔账：一年能省两成。", ["丁某 indirect: 一年能省两成"]),
        ("[丁某|P]告诉记者，工厂明年投产。", ["丁某 indirect: 工厂明年投产"]),
        ("[丁某|P]告诉记者，[甲公司|O]与客商一道，展出新品。", ["丁某 indirect: 甲公司与客商一道，展出新品"]),
        ("据[丁某|P]介绍，工厂明年投产。", ["丁某 indirect: 工厂明年投产"]),
        ("[丁某|P]为故障道歉，称系统已经恢复。", ["丁某 indirect: 系统已经恢复"]),
        ("[甲公司|O]回应称，没有这样的安排。", ["甲公司 indirect: 没有这样的安排"]),
        ("[丁某|P]到会。他透露，工厂明年投产。", ["丁某 indirect: 工厂明年投产"]),
        ("[公司|O=甲公司]称，工厂明年投产。", ["甲公司 indirect: 工厂明年投产"]),
        ("[向前进|P]说，工厂明年投产。", ["向前进 indirect: 工厂明年投产"]),
        ("[丁某|P]对[王某|P]说，工厂明年投产。", ["丁某 indirect: 工厂明年投产"]),
        ("[甲公司|O]的一位员工说，工厂明年投产。", []),
        ("[甲公司|O]宣布，完成新一轮融资。", []),
        ("[丁某|P]没有说明原因。", []),
        ("[王某|P]代表嘉宾发言，[丁某|P][会长|T]表示合作愉快。", ["丁某 indirect: 合作愉快"]),
        ("[丁某|P]写过一部小说，讲的是工厂。", []),
        ("[甲公司|O]（以下简称“甲”）到会。", []),
        ("据介绍，[丁某|P]到会。", []),
        ("[丁某|P]对此表示祝贺。", []),
    ],
)
def test_indirect_speech(text: str, expected: list[str]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[丁某|P]介绍，展台扩大了。客商也多了。我们明年再来。（完）", "展台扩大了。客商也多了。我们明年再来"),
        ("[丁某|P]介绍，展台扩大了。当天，展会闭幕。", "展台扩大了"),
        ("[丁某|P]介绍，展台扩大了。[王某|P]随后参观。", "展台扩大了"),
        ("[丁某|P]介绍，展台扩大了。\n客商也多了。", "展台扩大了"),
    ],
)
def test_a_statement_runs_on_within_its_paragraph(text: str, expected: str) -> None:
    assert said(text) == [f"丁某 indirect: {expected}"]


def test_an_interview_gives_each_answer_whole() -> None:
    text = (
        "[某报|O]采访了[甲公司|O][总经理|T][丁某|P]。\n[某报|O]：今年有什么变化？\n[丁某|P]：展台扩大了。\n客商也多了。\n"
        "[某报|O]：明年还来吗？\n[丁某|P]：当然。\n我们已经订了展位。\n[王某|P]到会。"
    )
    assert said(text) == [
        "丁某 direct: 展台扩大了。\n客商也多了",
        "丁某 direct: 当然。\n我们已经订了展位",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "问：今年有什么变化？\n答（[甲公司|O][总经理|T][丁某|P]）：展台扩大了。\n问：还有呢？\n答：客商也多了。",
        "对话[丁某|P]\n问：今年有什么变化？\n答：展台扩大了。\n问：还有呢？\n答：客商也多了。",
    ],
)
def test_an_answer_without_a_name_is_the_interviewees(text: str) -> None:
    assert said(text) == ["丁某 direct: 展台扩大了", "丁某 direct: 客商也多了"]


def test_a_reporter_of_an_unknown_outlet_asks() -> None:
    text = "海湾社记者：今年有什么变化？\n[丁某|P]：展台扩大了。\n路声社记者：明年呢？\n[丁某|P]：当然还来。"
    assert said(text) == ["丁某 direct: 展台扩大了", "丁某 direct: 当然还来"]
    assert said("海湾社记者：李某 王某\n[丁某|P]：总经理") == []


def test_the_paper_itself_asks() -> None:
    text = "NBD：今年有什么变化？请谈一下。\n[丁某|P]：展台扩大了。\nNBD：明年呢？\n[丁某|P]：当然还来。"
    assert said(text) == ["丁某 direct: 展台扩大了", "丁某 direct: 当然还来"]


def test_thanks_are_no_words() -> None:
    assert said("[丁某|P]表示诚挚感谢，并简要介绍了公司基本情况。") == []


def test_a_reporter_in_brackets_says_nothing() -> None:
    text = "（[记者|T] [王某|P]）[甲局|O][副局长|T][丁某|P]9日表示，展台扩大了。"
    assert said(text) == ["丁某 indirect: 展台扩大了"]


def test_a_line_of_roles_is_no_interview() -> None:
    assert said("[丁某|P]：任总经理。\n展会开幕。") == []


def test_written_corpus_floor() -> None:
    if not SHARED.exists():
        pytest.skip(f"no written corpus at {SHARED}")
    right = told = asked = 0
    for item in items(1, 2):
        given = document(item)
        ids = {squeeze(n): e.id for e in given.entities for n in e.names}
        left = [(c.fact.speaker, squeeze(c.fact.text)) for c in extract_quotations(given, resources().saying).claims]  # type: ignore[union-attr]
        told += len(left)
        for fact in (f for f in item["facts"] if f[0] == "quotation"):
            asked += 1
            speaker, words = ids.get(squeeze(fact[1])), squeeze(fact[2])
            head, tail = words[:8], words[-8:]
            hit = next((x for x in left if x[0] == speaker and head in x[1] and tail in x[1]), None)
            if hit is not None:
                left.remove(hit)
                right += 1
    assert 2 * right / (told + asked) >= FLOOR


def test_many_lines_with_names_take_no_time_that_grows_with_their_square() -> None:
    def seconds(lines: int) -> float:
        document = marked("\n".join(["[丁某|P]到会"] * lines))
        started = time.process_time()
        extract_quotations(document, resources().saying)
        return time.process_time() - started

    seconds(100)
    assert min(seconds(8000) / seconds(2000) for _ in range(3)) < 7  # 4 is linear, 16 a square
