from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.nlp.numerals import parse_number, to_chinese


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("三十六", "36"),
        ("十", "10"),
        ("两", "2"),
        ("〇", "0"),
        ("一千零五", "1005"),
        ("一万二", "12000"),
        ("两百五", "250"),
        ("一百二十万", "1200000"),
        ("三亿五千万", "350000000"),
        ("一万亿", "1000000000000"),
        ("百亿", "10000000000"),
        ("三点五亿", "350000000"),
        ("5.3万亿", "5300000000000"),
        ("1.2万", "12000"),
        ("3千万", "30000000"),
        ("1亿3000万", "130000000"),
        ("1,212", "1212"),
        ("１２", "12"),
        ("20 万", "200000"),
        ("二〇二二", "2022"),
        ("半", "0.5"),
    ],
)
def test_a_numeral_has_its_exact_value(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["数十", "几百", "三四", "三四十", "十五六", "", "百余", "企业", "1亿2亿"])
def test_a_vague_numeral_and_a_word_have_no_value(text: str) -> None:
    assert parse_number(text) is None


def test_values_are_written_out_without_an_exponent() -> None:
    assert str(parse_number("5.30万亿")) == "5300000000000"


@given(st.integers(0, 10**16 - 1))
def test_chinese_numerals_go_round(value: int) -> None:
    assert parse_number(to_chinese(value)) == value


@pytest.mark.parametrize("value", [-1, 10**16])
def test_a_number_without_a_chinese_numeral_is_refused(value: int) -> None:
    with pytest.raises(UsageError):
        to_chinese(value)
