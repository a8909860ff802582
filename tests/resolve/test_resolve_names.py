"""Names as keys: sameness, generic nouns, short forms."""

from __future__ import annotations

import pytest

from kg.resolve.names import (
    abbreviates,
    area_stem,
    is_generic,
    is_numbered,
    is_telling,
    is_unit_of,
    name_key,
    number,
)


@pytest.mark.parametrize(
    ("left", "right", "group"),
    [
        ("东海会展（集团）有限公司", "东海会展(集团)有限公司", "Organization"),
        ("ＧＡＴＩＳ", "Gatis", "Organization"),
        ("《东海·贸易报告》", "东海贸易报告", "Work"),
        ("第三届海岛论坛", "第3届海岛论坛", "Event"),
        ("第二十一届海岛论坛", "第21届海岛论坛", "Event"),
        ("2024年海岛论坛", "2024海岛论坛", "Event"),
    ],
)
def test_spellings_of_one_name_have_one_key(left: str, right: str, group: str) -> None:
    assert name_key(left, group) == name_key(right, group)


@pytest.mark.parametrize(
    ("left", "right", "group"),
    [
        ("中国银行", "中国建设银行", "Organization"),
        ("第三届海岛论坛", "第四届海岛论坛", "Event"),
        ("2024年海岛论坛", "2023年海岛论坛", "Event"),
        ("海岛中心一期", "海岛中心二期", "Venue"),
    ],
)
def test_different_names_have_different_keys(left: str, right: str, group: str) -> None:
    assert name_key(left, group) != name_key(right, group)


@pytest.mark.parametrize(
    "name",
    [
        "集团", "联盟", "行业协会", "执委会", "组委会办公室", "理事会秘书处",
        "商务局", "市公安局", "农业农村厅", "市场监督管理局",
        "省卫生健康委", "市政府", "会议中心",
        "主会场", "开幕式", "新闻发布会", "第一届会员大会", "第二届理事会", "2024年年会", "高峰论坛", "白皮书",
    ],
)  # fmt: skip
def test_nouns_of_a_kind_are_generic(name: str) -> None:
    assert is_generic(name_key(name, "Event"))


@pytest.mark.parametrize(
    "name",
    [
        "商务部", "招商银行", "国家会议中心", "全球服务贸易联盟", "首钢集团",
        "北京市商务局", "海岛大学", "海岛高峰论坛",
        "广交会",
        "十八大", "UPS", "中建二局",
    ],
)  # fmt: skip
def test_names_are_not_generic(name: str) -> None:
    assert not is_generic(name_key(name, "Event"))


@pytest.mark.parametrize(("name", "telling"), [
    ("gatis", True), ("工体", True), ("ups", True), ("c919", True),
    ("京", False), ("ai", False), ("5g", False), ("联盟", False), ("秘书处", False),
])  # fmt: skip
def test_a_short_form_must_be_long_and_specific(name: str, telling: bool) -> None:
    assert is_telling(name) is telling


@pytest.mark.parametrize(("name", "numbered"), [
    ("第3届海岛论坛", True), ("2024海岛论坛", True), ("十八大", True), ("首届海岛论坛", True),
    ("海岛论坛", False), ("全球服务贸易峰会", False), ("三大", True), ("扩大", False),
])  # fmt: skip
def test_numbered_names_tell_their_edition(name: str, numbered: bool) -> None:
    assert is_numbered(name) is numbered


@pytest.mark.parametrize(
    ("text", "value"), [("六", 6), ("十", 10), ("十二", 12), ("三十", 30), ("一百三十一", 131), ("二〇", 20)]
)
def test_numerals(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("北京市", "北京"),
        ("浙江省", "浙江"),
        ("广西壮族自治区", "广西"),
        ("雄安新区", "雄安新区"),
        ("沙市", "沙市"),
        ("中国", "中国"),
    ],
)
def test_area_stems(name: str, stem: str) -> None:
    assert area_stem(name) == stem


def test_an_abbreviation_keeps_the_order_of_characters() -> None:
    assert abbreviates("服贸联盟", "全球服务贸易联盟")
    assert not abbreviates("联盟服贸", "全球服务贸易联盟")
    assert not abbreviates("gatis", "全球服务贸易联盟")
    assert not abbreviates("海岛", "海岛")


@pytest.mark.parametrize(("long", "short", "unit"), [
    ("东山银行信贷部", "东山银行", True), ("海岛联盟秘书处", "海岛联盟", True),
    ("东山集团", "东山", False), ("东山银行", "东山银行", False), ("大东山银行部", "东山银行", False),
])  # fmt: skip
def test_units_of_organizations(long: str, short: str, unit: bool) -> None:
    assert is_unit_of(long, short) is unit
