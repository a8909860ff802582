import pytest

from kg.model import Quantity, Sentence
from kg.nlp.quantities import find_quantities


def found(text: str) -> tuple[Quantity, ...]:
    return find_quantities(text, (Sentence(0, 0, len(text), 0),))


@pytest.mark.parametrize(
    ("text", "value", "unit", "comparator"),
    [
        ("运行近150辆接驳车", "150", "辆", "about"),
        ("净利润为-320万元", "-3200000", "元", "exactly"),
        ("面积15.2万平方米", "152000", "平方米", "exactly"),
        ("销量2,103,000 千升", "2103000", "千升", "exactly"),
        ("全长500千米", "500", "千米", "exactly"),
        ("近3千人到场", "3000", "人", "about"),
        ("60余家企业", "60", "家", "over"),
        ("企业超400家", "400", "家", "over"),
        ("百余项成果", "100", "项", "over"),
        ("1万余平米的展馆", "10000", "平米", "over"),
        ("吸引50多万人", "500000", "人", "over"),
        ("特装率高达98.4%", "98.4", "%", "exactly"),
        ("不足一成", "10", "%", "under"),
        ("约占三成五", "35", "%", "exactly"),
        ("百分之二十的展位", "20", "%", "exactly"),
        ("有一半来自境外", "50", "%", "exactly"),
        ("近半展商", "50", "%", "about"),
        ("提高14个百分点", "14", "个百分点", "exactly"),
        ("面积翻倍", "1", "倍", "exactly"),
        ("产值翻了两番", "3", "倍", "exactly"),
        ("达到5.3万亿元人民币", "5300000000000", "元", "exactly"),
        ("投资1.85亿欧元", "185000000", "欧元", "exactly"),
        ("446 家世界 500 强", "446", "家", "exactly"),
        ("装机30万千瓦", "300000", "千瓦", "exactly"),
        ("参观人数9.5万。", "95000", "人", "exactly"),
        ("价格在500元左右", "500", "元", "about"),
        ("10艘以上货船", "10", "艘", "over"),
        ("三十六个国家", "36", "个", "exactly"),
        ("对接会上签约约130亿元", "13000000000", "元", "about"),
        ("集中签约100个项目", "100", "个", "exactly"),
        ("附近10家餐馆", "10", "家", "exactly"),
        ("总投资约15亿人民币", "1500000000", "元", "about"),
        ("出货量达1.2吉瓦时", "1.2", "吉瓦时", "exactly"),
    ],
)
def test_a_quantity_is_read_in_full(text: str, value: str, unit: str, comparator: str) -> None:
    (quantity,) = found(text)
    assert (str(quantity.value), quantity.unit, quantity.comparator) == (value, unit, comparator)
    assert text[quantity.start : quantity.end] == quantity.text


@pytest.mark.parametrize(
    "text",
    ["第三届展会", "第十八届年会", "排名第12位", "2021年以来", "世界500强企业", "客机C919首飞", "5G网络",
     "主队2比1获胜", "一系列活动", "一起努力", "数十种产品", "二级巡视员", "航空零部件", "2024国际论坛",
     "五位一体工作机制", "百万校友回汉",
     "早上七点开门", "今年前8个月", "两三家", "女子48公斤级决赛", "男子200米自由泳", "2019款笔记本电脑"],
)  # fmt: skip
def test_what_only_looks_like_a_count_is_left_out(text: str) -> None:
    assert found(text) == ()


def test_quantities_of_a_list_are_apart() -> None:
    assert [q.text for q in found("41个国家、6家国际组织、31个地区")] == ["41个", "6家", "31个"]
