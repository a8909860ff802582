from __future__ import annotations

import pytest

from kg.read.typography import HouseStyle, house_style, ideographs, set_solid, strip_invisible, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("　　服务促发展　　绿色迎未来 ", "服务促发展 绿色迎未来"),
        ("海州9月5日电 （记者 王雨 何川）开幕", "海州9月5日电（记者 王雨 何川）开幕"),
        ("他说\n这里换行", "他说这里换行"),
        ("Open\nAI", "Open AI"),
        ("ＡＢＣ１２３，增长３．５％", "ABC123，增长3.5%"),
        ('" 茶产业 "很好', "“茶产业”很好"),
        ("首设“双主场” 首钢园迎客", "首设“双主场” 首钢园迎客"),
        ("他说“ 好 ”，…… 然后", "他说“好”，……然后"),
        ('他说"好"，又说"很好"。', "他说“好”，又说“很好”。"),
        ("“我们说'很好'”", "“我们说‘很好’”"),
        ('a 15" screen', 'a 15" screen'),
        ('15"屏幕', '15"屏幕'),
        ("it's 好", "it's 好"),
        ("记者 贺 勇 王 伟摄", "记者 贺勇 王伟摄"),
        ("编 者 按", "编者按"),
        ("海州 茶博会", "海州 茶博会"),
        ("约翰 · 史密斯", "约翰·史密斯"),
        ("e\u0301", "é"),
    ],
)
def test_tidy(text: str, expected: str) -> None:
    assert tidy(text) == expected


def test_invisible_characters_go_and_line_ends_are_newlines() -> None:
    assert strip_invisible("茶\x00\u200b\ud800\xad\r\n博\u2028会\t好") == "茶\n博\n会\t好"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["8 月 31 日，446 家世界 500 强"], HouseStyle(digits=True, latin=False)),
        (["8月31日，446家 500 强"], HouseStyle(digits=False, latin=False)),
        (["使用 iPhone 拍照，8月"], HouseStyle(digits=False, latin=True)),
        (["没有数字"], HouseStyle(digits=False, latin=False)),
    ],
)
def test_house_style(texts: list[str], expected: HouseStyle) -> None:
    assert house_style(texts) == expected


def test_only_spaces_of_the_house_style_go() -> None:
    text = "8 月 31 日，甲 乙丙用 iPhone 15 拍照 “好” 吗"
    assert set_solid(text, HouseStyle(digits=True, latin=False)) == "8月31日，甲 乙丙用 iPhone 15拍照“好”吗"
    assert set_solid(text, HouseStyle(digits=False, latin=False)) == text


def test_ideographs_count_chinese_only() -> None:
    assert ideographs("茶博会2022，𠮷 abc") == 4
