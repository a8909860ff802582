"""Which mentions are one entity, and which event an article is about."""

from __future__ import annotations

import pytest
from line import run

from kg.model import Document, LocalEntity


def _named(document: Document, name: str) -> LocalEntity:
    return next(e for e in document.entities if name in e.names)


def _entity_at(document: Document, words: str) -> str:
    """The name of what the last mention of `words` refers to."""
    mention = [m for m in document.mentions if m.text == words][-1]
    return {e.id: e.name for e in document.entities}.get(mention.entity, "")


REFERENCES = [
    ("浙江大学医学院附属第一医院（浙一医院）发布公告。浙一医院很忙。", "浙一医院", "浙江大学医学院附属第一医院"),
    ("浔江市旅游产业发展大会在浔江举行。本次旅发大会规模更大。", "本次旅发大会", "浔江市旅游产业发展大会"),
    ("中国商务部国际贸易研究院签约。研究院院长王志华致辞。", "研究院", "中国商务部国际贸易研究院"),
    ("第三届海岛咖啡论坛开幕。本论坛聚焦咖啡。", "本论坛", "第三届海岛咖啡论坛"),
    ("浔江商用车产业园落成。产业园总面积2000亩。", "产业园", "浔江商用车产业园"),
    ("第七届海州国际车展开幕。本届海州车展规模更大。", "海州车展", "第七届海州国际车展"),
    ("钱文挥对王志华一行到访表示欢迎。他表示，前景广阔。", "他", "钱文挥"),
    ("钱文挥到访。王志华在场。他表示，前景广阔。", "他", "王志华"),
    ("《财富》杂志总裁穆瑞澜（Alan Murray）来访。Alan Murray表示，前景广阔。", "Alan Murray", "穆瑞澜"),
    ("腾讯控股有限公司参展。腾讯表示，前景广阔。", "腾讯控股有限公司", "腾讯"),
    ("郭文海欢迎蔡冠深先生回乡。他表示，蔡冠深先生是乡贤。", "他", "郭文海"),
    ("驻科威特大使张建卫出席开幕式。张大使表示，前景广阔。", "张大使", "张建卫"),
    ("第71届德国柏林国际电影节揭晓。第71届柏林国际电影节开幕。", "第71届柏林国际电影节", "第71届德国柏林国际电影节"),
    ("富士康集团参展。富士康表示，前景广阔。", "富士康集团", "富士康"),
    ("论坛在京开幕。北京迎来客商。", "京", "北京"),
    ("印度尼西亚队来访。中国队2比1战胜印尼队。", "印尼队", "印度尼西亚队"),
    ("商务部发布报告。国家商务部副部长王平表示欢迎。", "国家商务部", "商务部"),
    (
        "“中国国际海岛博览会参展商联盟座谈会”在海口举行。第二届中国国际海岛博览会将至。第二届海岛博览会更大。",
        "第二届海岛博览会",
        "第二届中国国际海岛博览会",
    ),
    ("展馆副总裁Eugen Keller先生来访。Keller认为，前景广阔。", "Keller", "Eugen Keller"),
    ("第三届海岛咖啡博览会开幕。据介绍，本届博览会规模更大。", "本届博览会", "第三届海岛咖啡博览会"),
    ("第七届中国国际航空航天博览会将举行。本届航展规模更大。", "本届航展", "第七届中国国际航空航天博览会"),
    ("第三届海岛咖啡展览会（简称“2022海岛展”）开幕。2022海岛展有新意。", "2022海岛展", "第三届海岛咖啡展览会"),
    ("2022海岛咖啡展览会大获成功。第四届海岛咖啡展览会将至。", "第四届海岛咖啡展览会", "第四届海岛咖啡展览会"),
    ("全球茶叶联盟昨日成立。该联盟总部设在厦门。", "该联盟", "全球茶叶联盟"),
    ("商务部副部长王炳南出席。他表示，前景广阔。", "他", "王炳南"),
    ("我国服务贸易增长很快。", "我国", "中国"),
    ("全国固定资产投资增长5.5%。", "全国", "中国"),
    ("前三季度国内生产总值增长6.7%。", "国内", "中国"),
    ("论坛在沪开幕。上海迎来客商。", "沪", "上海"),
    ("论坛在蓉开幕。", "蓉", "成都"),
    ("2022年服贸会（简称“服贸会”）开幕。首届服贸会（简称“京交会”）在京举行。京交会签约10项。", "京交会", "首届服贸会"),
    ("2022年服贸会开幕。今年服贸会有新变化。", "今年服贸会", "2022年中国国际服务贸易交易会"),
    ("2022年服贸会开幕。服贸会将持续6天。", "服贸会", "2022年中国国际服务贸易交易会"),
    ("2022年服贸会开幕。服贸会自2012年创办以来成果丰硕。", "服贸会", "中国国际服务贸易交易会"),
    ("广东锐甲精密制造有限公司获奖。锐甲精密表示高兴。", "锐甲精密", "广东锐甲精密制造有限公司"),
    ("南昌市民政局发布公告。市民政局局长李小明介绍了情况。", "市民政局", "南昌市民政局"),
    ("青岚科技馆昨日开馆。该馆由市科协运营。", "该馆", "青岚科技馆"),
    ("博览会在深圳国际会展中心举行，该展馆由湾汇公司运营。", "该展馆", "深圳国际会展中心"),
    ("2024年金砖女性创业大赛5月9日开幕。大赛由金砖国家女性工商联盟发起。", "大赛", "2024年金砖女性创业大赛"),
    ("云南省市场监督管理局通报结果。省市场监管局表示将加强检查。", "省市场监管局", "云南省市场监督管理局"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "name"), REFERENCES)
def test_a_phrase_refers_to_what_was_named(text: str, words: str, name: str) -> None:
    assert _entity_at(run(text, until="coreference"), words) == name


APART = [
    ("南昌市民政局与九江市民政局签约。市民政局负责人介绍。", "市民政局", "市民政局"),
    ("商务部服贸司发布报告。商务部表示欢迎。", "商务部", "商务部"),
    ("中国足球协会来访。巴西足球协会接待。", "足球协会", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "name"), APART)
def test_what_may_be_short_for_two_or_for_a_whole_stays_apart(text: str, words: str, name: str) -> None:
    document = run(text, until="coreference")
    held = _entity_at(document, words) if [m for m in document.mentions if m.text == words] else ""
    assert held == name


UNRESOLVED = [
    ("商务部公布名单。该部门新增两人。", "该部"),
    ("本届博览会规模更大。", "本届博览会"),
    ("该联盟总部设在厦门。", "该联盟"),
    ("他表示，前景广阔。", "他"),
    ("海州银行昨日开业。该中心明年启用。", "该中心"),
    ("海州体育中心与海州会展中心签约。该中心明年启用。", "该中心"),
    ("金砖女性创业大赛开幕。比赛中，他摔了一跤。", "比赛"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), UNRESOLVED)
def test_a_phrase_without_a_name_before_it_stays_open(text: str, words: str) -> None:
    assert not [m for m in run(text, until="coreference").mentions if m.text == words]


def test_a_sitting_of_an_elected_board_is_no_edition() -> None:
    document = run("公司于9月1日召开的第六届董事会第二十次会议通过了议案。", until="coreference")
    assert not [e for e in document.entities if e.type == "EventSeries"]


def test_an_edition_has_a_series_and_a_year() -> None:
    document = run("2022年中国国际服务贸易交易会（简称“服贸会”）将举行。", until="coreference")
    edition = _named(document, "2022年中国国际服务贸易交易会")
    series = next(e for e in document.entities if e.id == edition.series)
    assert (edition.type, edition.year, series.type) == ("Event", 2022, "EventSeries")
    assert "服贸会" in series.names


def test_the_article_is_about_the_edition_it_names() -> None:
    document = run("2022年服贸会5日闭幕。与2021年服贸会相比，2022年服贸会规模更大。", until="coreference")
    assert document.focus == _named(document, "2022年服贸会").id


def test_a_sub_event_of_another_edition_is_another_event() -> None:
    text = "9月2日晚，将举办全球服务贸易峰会。2021年服贸会如期举行。在2020年服贸会全球服务贸易峰会上，有三点倡议。"
    document = run(text, until="coreference", published="2021-09-01")
    events = [e for e in document.entities if any("全球服务贸易峰会" in n for n in e.names)]
    assert len(events) == 2


def test_a_unit_belongs_to_the_body_whose_name_opens_its_own() -> None:
    document = run("商务部服贸司副司长王志华表示满意。", until="coreference")
    unit = _named(document, "商务部服贸司")
    assert next(e for e in document.entities if e.id == unit.parent).name == "商务部"


@pytest.mark.parametrize(
    ("text", "unit", "house"),
    [
        ("国家体育总局手曲棒垒运动管理中心主任王涛出席。", "国家体育总局手曲棒垒运动管理中心", "国家体育总局"),
        (
            "中国手球协会青少年教育委员会主任王涛、中国手球协会主席李东出席。",
            "中国手球协会青少年教育委员会",
            "中国手球协会",
        ),
        ("中国科学院兰州分院院长王涛出席。", "中国科学院兰州分院", "中国科学院"),
    ],
)
def test_a_body_inside_a_house_is_part_of_it(text: str, unit: str, house: str) -> None:
    document = run(text, until="coreference")
    parent = next(e for e in document.entities if e.id == _named(document, unit).parent)
    assert house in parent.names


def test_a_committee_of_the_party_is_no_part_of_the_party() -> None:
    document = run("活动由中共宝鸡市委宣传部主办。", until="coreference")
    assert "中共" not in {name for e in document.entities for name in e.names}


def test_what_is_held_in_the_head_is_what_the_article_is_about() -> None:
    text = (
        "为迎接党的二十大胜利召开，12月27日，海口市投资说明会暨招商签约仪式在海岛宾馆举行。"
        "此次活动是第十六届海岛冰雪旅游节系列活动之一。第十六届海岛冰雪旅游节将于月底闭幕。"
    )
    document = run(text, until="coreference")
    assert next(e.name for e in document.entities if e.id == document.focus) == "海口市投资说明会暨招商签约仪式"


def test_a_committee_with_and_without_the_party_is_one() -> None:
    document = run("中共泸州市委书记王志华出席。泸州市委副书记李东主持。", until="coreference")
    assert _named(document, "泸州市委") is _named(document, "中共泸州市委")


def test_what_crowns_an_edition_is_part_of_it_and_no_edition() -> None:
    document = run("第十五届中国海岛国际杂技艺术节颁奖晚会在海口举行。", until="coreference")
    evening = _named(document, "第十五届中国海岛国际杂技艺术节颁奖晚会")
    festival = _named(document, "第十五届中国海岛国际杂技艺术节")
    assert (evening.parent, evening.series) == (festival.id, "")
    assert festival.series


def test_a_foreign_name_keeps_its_space_and_a_chinese_one_has_none() -> None:
    document = run("禾山资本合伙人Marta Kowalska发言。记者 陈 琳 摄")
    people = {e.name for e in document.entities if e.type == "Person"}
    assert people == {"Marta Kowalska", "陈琳"}


def test_a_bank_is_not_a_unit_of_another() -> None:
    document = run("中国银行与中国建设银行参展。", until="coreference")
    assert _named(document, "中国银行").id != _named(document, "中国建设银行").id
    assert not _named(document, "中国建设银行").parent


def test_the_outlet_of_the_header_is_an_organization() -> None:
    document = run("大会开幕。", until="coreference", outlet="新浪财经")
    assert _named(document, "新浪财经").type == "MediaOutlet"


@pytest.mark.parametrize("outlet", ["", "佚名", "admin", "王小明"])
def test_an_author_is_no_outlet(outlet: str) -> None:
    assert not run("大会开幕。", until="coreference", outlet=outlet).entities


def test_every_name_and_class_has_a_claim() -> None:
    document = run("全球茶叶联盟（简称茶盟）在厦门成立。", until="coreference")
    said = {(c.fact.subject, c.fact.predicate) for c in document.claims}  # type: ignore[union-attr]
    assert all({(e.id, "altLabel"), (e.id, "type")} <= said for e in document.entities)


def test_a_bare_noun_means_what_the_article_is_about_not_whom_it_was_named_with() -> None:
    text = (
        "浔江汽车有限公司发布半年报。浔江汽车有限公司成立于2014年。浔江汽车有限公司与澜川电池有限公司签署协议。\n"
        "公司总经理丁明说，员工超过8000人。"
    )
    document = run(text, until="coreference")
    called = {e.id: e.name for e in document.entities}
    assert [called[m.entity] for m in document.mentions if m.text == "公司"] == ["浔江汽车有限公司"]


def test_the_area_of_a_committee_is_there_where_its_post_is_told_of() -> None:
    document = run("开化县委常委、常务副县长王志华出席会议。")
    assert _named(document, "开化县").type == "AdministrativeArea"
    assert not [e for e in run("开化县委常委王志华出席会议。").entities if e.type == "AdministrativeArea"]


def test_the_whole_of_another_country_is_not_ours() -> None:
    document = run("法国总统表示，全国固定资产投资增长5.5%。")
    assert not [e for e in document.entities if e.name == "中国"]


@pytest.mark.parametrize(
    ("text", "edition"),
    [
        ("服贸会将于9月18日至19日在海口举行。", True),
        ("9月5日，服贸会在海口开幕。", True),
        ("服贸会9月5日在海口闭幕。", True),
        ("2012年9月5日，服贸会在海口开幕。", False),
        ("服贸会每年9月5日在海口开幕。", False),
        ("出席服贸会的客商9月5日到访。", False),
        ("服贸会历届均在9月5日开幕。", False),
    ],
)
def test_a_series_on_a_day_of_this_year_is_its_edition(text: str, edition: bool) -> None:
    names = {e.name for e in run(text).entities if e.type == "Event"}
    assert ("2022年中国国际服务贸易交易会" in names) is edition
