"""What is said of a meeting about an event, of a part of it or of its next edition is not said of the event."""

from __future__ import annotations

import pytest
from line import relations, run

from kg.nlp.occasions import about_event, apart_from, is_meeting_about, next_edition, only_setting

NAME = "海岛咖啡博览会"


@pytest.mark.parametrize(
    ("behind", "about", "apart"),
    [
        ("新闻通气会昨日举行", True, True),
        ("主办方昨日表示", True, True),
        ("（海口站）推介会开幕在即", False, False),  # 开幕: the words are about the opening
        ("签约仪式21日举行", False, True),
        ("的最后一场演出", False, True),
        ("第五赛段昨日结束", False, True),
        ("开幕式昨日举行", False, False),
        ("在海口开幕，新闻通气会说", False, False),
        ("昨日在海口举行", False, False),
    ],
)
def test_words_behind_a_name_turn_to_another_occasion(behind: str, about: bool, apart: bool) -> None:
    text = NAME + behind
    assert about_event(text, len(NAME), len(text)) == about
    assert apart_from(text, len(NAME), len(text)) == apart


@pytest.mark.parametrize(
    ("before", "nxt", "setting"),
    [
        ("下一届", True, False),
        ("下届“", True, False),
        ("作为", False, True),
        ("本届", False, False),
        ("", False, False),
    ],
)
def test_words_before_a_name(before: str, nxt: bool, setting: bool) -> None:
    text = f"据介绍，{before}{NAME}"
    at = text.index(NAME)
    assert next_edition(text, at) == nxt
    assert only_setting(text, at, len(text)) == setting


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("框架下的七场论坛之一，主办方为省商务厅", True),
        ("的配套论坛", True),
        ("的重要活动之一", True),
        ("平行论坛之一的咖啡烘焙论坛", True),
        ("是全球最大的行业论坛之一", False),
        ("的数字人权对话9日晚在杭州举行", True),
        ("的主办方为省商务厅", False),
        ("的开幕论坛在杭州举行", False),
        ("的影响力在扩大", False),
        ("是全国规模最大的展会之一", False),
        ("框架协议", False),
    ],
)
def test_words_behind_a_name_that_is_only_the_frame(behind: str, *, expected: bool) -> None:
    assert only_setting(NAME + behind, 0, len(NAME)) is expected


@pytest.mark.parametrize(
    ("name", "expected"), [("海岛咖啡博览会新闻发布会", True), ("海岛咖啡博览会", False), ("咖啡新品发布会", False)]
)
def test_a_press_conference_tells_of_others(name: str, expected: bool) -> None:
    assert is_meeting_about(name) == expected


SAID = [
    (
        "作为第三届海岛咖啡博览会的承办单位，琼海汇展有限公司负责招展。",
        {("第三届海岛咖啡博览会", "organizer", "琼海汇展有限公司")},
    ),
    (
        "首届咖啡烘焙论坛是第三届海岛咖啡博览会框架下的七场论坛之一，由海南省商务厅主办。",
        {("首届咖啡烘焙论坛", "organizer", "海南省商务厅")},
    ),
    ("2022海岛咖啡博览会8月25日在贵阳举行新闻通气会。", set()),
    ("第九届华南先进陶瓷展主办方9月1日在佛山召开新闻通气会，公布了展商名单。", set()),
    ("第十三届海岛咖啡博览会签约仪式1日在太原举行。", {("第十三届海岛咖啡博览会", "heldAt", "太原")}),
    ("2022环岛自行车赛第五赛段9月1日在三亚结束。", {("2022环岛自行车赛", "heldAt", "三亚")}),
    (
        "2022海岛咖啡博览会开幕式9月1日在贵阳举行。",
        {("2022海岛咖啡博览会", "heldAt", "贵阳"), ("2022海岛咖啡博览会", "startDate", "2022-09-01")},
    ),
    (
        "2022海岛咖啡博览会9月1日在贵阳举行。",
        {("2022海岛咖啡博览会", "heldAt", "贵阳"), ("2022海岛咖啡博览会", "startDate", "2022-09-01")},
    ),
    ("1日上午，2022海岛咖啡博览会开幕新闻发布会在贵阳举行。", set()),
    ("2022海岛咖啡博览会、2022海岛咖啡论坛闭幕新闻发布会9月1日在贵阳举行。", set()),
    ("下一届海岛咖啡博览会将于2026年在挪威举行。", set()),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_only_what_is_said_of_the_event_is_read(text: str, expected: set[tuple[str, str, str]]) -> None:
    asked = ("heldAt", "startDate", "endDate", "organizer")
    assert {r for r in relations(run(text)) if r[1] in asked} == expected


def test_what_a_meeting_belongs_to_has_not_its_date() -> None:
    text = "9月1日，作为2022年海岛咖啡博览会的重要活动之一，全球咖啡产业峰会在北京永安里国际酒店举行。"
    dated = {r for r in relations(run(text)) if r[1] == "startDate"}
    assert dated == {("全球咖啡产业峰会", "startDate", "2022-09-01")}
