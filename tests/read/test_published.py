from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kg.read.published import date_in_url, published_on, without_dates


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Wed, 17 Aug 2022 06:02:38 GMT", date(2022, 8, 17)),
        ("Wed, 17 Aug 2022 23:02 GMT", date(2022, 8, 18)),
        ("Wed, 17 Aug 2022 23:02:00 +0800", date(2022, 8, 17)),
        ("Wed, 17 Aug 2022 23:02:00 CST", date(2022, 8, 17)),
        ("2022-08-17T23:02:00Z", date(2022, 8, 18)),
        ("2022-08-17T23:02:00+08:00", date(2022, 8, 17)),
        ("2022-08-17 23:02", date(2022, 8, 17)),
        ("2022-8-7", date(2022, 8, 7)),
        ("2022/08/17 14:02", date(2022, 8, 17)),
        ("2022.8.17", date(2022, 8, 17)),
        ("20220817", date(2022, 8, 17)),
        ("2022年8月17日 14:02", date(2022, 8, 17)),
        ("发布时间：2022 年 08 月 17 日", date(2022, 8, 17)),
        ("２０２２年８月１７号", date(2022, 8, 17)),
        ("二〇二二年八月十七日", date(2022, 8, 17)),
        ("二○二一年十二月三十一日", date(2021, 12, 31)),
        ("二零二二年十月二十日", date(2022, 10, 20)),
        (1662336000, date(2022, 9, 5)),
        ("1662336000000", date(2022, 9, 5)),
        (datetime(2022, 8, 17, 23, 2, tzinfo=UTC), date(2022, 8, 18)),
        (datetime(2022, 8, 17, 23, 2), date(2022, 8, 17)),
        (date(2022, 8, 17), date(2022, 8, 17)),
        ("8月17日", None),
        ("2022-08", None),
        ("2022-13-45", None),
        ("3小时前", None),
        ("0000-01-01", None),
        ("9999999999999999", None),
        ("", None),
        (None, None),
        (True, None),
        ([2022], None),
        (float("inf"), None),
    ],
)
def test_published_on(value: object, expected: date | None) -> None:
    assert published_on(value) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/2022-09/05/c_1.htm", date(2022, 9, 5)),
        ("https://a.example/20220905/x", date(2022, 9, 5)),
        ("https://a.example/202209/t20220905_8.html", date(2022, 9, 5)),
        ("https://a.example/id/1234567890", None),
    ],
)
def test_date_in_url(url: str, expected: date | None) -> None:
    assert date_in_url(url) == expected


def test_without_dates() -> None:
    assert without_dates("2022年9月5日 10:30 来源：某报").split() == ["来源:某报"]
