"""Short names that can be read off a full one."""

from __future__ import annotations

import pytest
from line import resources

from kg.nlp.shortened import contracts, shortens, shortens_event, shortens_product, shortens_venue

ORGANIZATIONS = [
    ("皓宇", "皓宇通信", True),
    ("乐川", "乐川动画工作室", True),
    ("江北远帆", "江北远帆造船有限公司", True),
    ("昆岭", "昆岭足球俱乐部", True),
    ("Hallen", "Hallen Fluidtechnik", True),
    ("市民政局", "湖湾市民政局", True),
    ("市卫健委", "湖湾市卫生健康委员会", True),
    ("省市场监管局", "岭西省市场监督管理局", True),
    ("市交通局", "湖湾市交通运输局", True),
    ("县检察院", "灵溪县人民检察院", True),
    ("钓鱼协会", "江阴市钓鱼协会", True),
    ("外国语学院", "北江师范大学外国语学院", True),
    ("汕头轨交", "汕头轨道交通集团", True),
    ("枕河集团", "枕河酒店集团", True),
    ("大雁基金会", "大雁社区公益基金会", True),
    ("雪豹队", "齐齐哈尔雪豹冰球俱乐部", True),
    ("商务部", "商务部服贸司", False),
    ("湖湾大学", "湖湾大学附属中学", False),
    ("昆岭汽车", "昆岭汽车金融有限公司", False),
    ("市教育局", "湖湾市教育基金会", False),
    ("清江大学", "清江理工大学", False),
    ("中国银行", "中国建设银行", False),
    ("中央企业交易团", "中央金融企业交易团", False),
    ("湖湾市委", "湖湾市纪委监委", False),
    ("公司", "昆岭公司", False),
    ("Hall", "Hallen Fluidtechnik", False),
]  # fmt: skip
EVENTS = [
    ("渔获节", "石浦渔获节", True),
    ("雪鹿杯", "“雪鹿杯”越野滑雪接力赛", True),
    ("敦川纪录片双年展", "敦川国际纪录片双年展", True),
    ("早筛大会", "世界肿瘤早筛大会", True),
    ("海岛咖啡节", "海岛咖啡节开幕式", False),
    ("服务贸易峰会", "服务贸易企业家峰会", False),
]  # fmt: skip
VENUES = [
    ("电影宫", "平川电影宫", True),
    ("九里", "九里货场", True),
    ("湖湾科技馆", "湖湾市科学技术馆", True),
    ("国家会议中心", "国家会议中心二期", False),
    ("光谷会展中心", "光谷科技会展中心", False),
    ("文昌阁", "文昌阁站", False),
]  # fmt: skip
PRODUCTS = [("巨川", "幕光·巨川", True), ("SR20", "松江SR20", True), ("20", "松江SR20", False), ("江", "松江", False)]


def words(name: str) -> list[str]:
    return list(resources().tokenizer.cut(name))


@pytest.mark.parametrize(("short", "full", "expected"), ORGANIZATIONS)
def test_an_organization(short: str, full: str, *, expected: bool) -> None:
    assert shortens(short, full, words(full), resources().lexicon) is expected


@pytest.mark.parametrize(("short", "full", "expected"), EVENTS)
def test_an_event(short: str, full: str, *, expected: bool) -> None:
    assert shortens_event(short, full, words(full), resources().lexicon) is expected


@pytest.mark.parametrize(("short", "full", "expected"), VENUES)
def test_a_venue(short: str, full: str, *, expected: bool) -> None:
    assert shortens_venue(short, full, words(full), resources().lexicon) is expected


@pytest.mark.parametrize(("short", "full", "expected"), PRODUCTS)
def test_a_product(short: str, full: str, *, expected: bool) -> None:
    assert shortens_product(short, full, words(full), resources().lexicon) is expected


def test_each_word_gives_its_beginning() -> None:
    assert contracts("卫健委", ["卫生", "健康", "委员会"])
    assert not contracts("健卫委", ["卫生", "健康", "委员会"])
    assert not contracts("生康会", ["卫生", "健康", "委员会"])
