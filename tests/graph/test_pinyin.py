"""How names are typed in pinyin."""

import pytest

from kg.graph.pinyin import MOST, full, initials, keys


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国家会议中心", "gjhyzx"),
        ("國家會議中心", "gjhyzx"),
        ("服贸会", "fmh"),
        ("UPS公司", "upsgs"),
        ("2022年服贸会", "2022nfmh"),
        ("Leaf & Co.", "leafco"),
        ("ＡＢＣ", "abc"),
        ("重庆银行", "cqyh"),
        ("长安街", "caj"),
    ],
)
def test_the_first_initials_are_the_likeliest(text: str, expected: str) -> None:
    assert initials(text)[0] == expected


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("单田芳", "shantianfang"),
        ("单田芳", "dantianfang"),
        ("重庆银行", "chongqingyinhang"),
        ("吕梁", "lvliang"),
        ("吕梁", "luliang"),
    ],
)
def test_a_name_has_the_readings_of_its_characters(text: str, reading: str) -> None:
    assert reading in full(text)


def test_words_of_the_dictionary_are_read_one_way() -> None:
    assert full("重庆银行") == ("chongqingyinhang",)
    assert "zhangjiang" not in full("长江")


@pytest.mark.parametrize("text", ["", "……", " 、"])
def test_what_has_no_letters_has_no_pinyin(text: str) -> None:
    assert keys(text) == ((), ())


def test_there_are_not_too_many_readings() -> None:
    assert 1 < len(full("单仇朴乐行长参差盛曾" * 3)) <= MOST
