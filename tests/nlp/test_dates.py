from datetime import date

import pytest

from kg.model import Sentence
from kg.nlp.dates import find_dates, written

PUBLISHED = date(2022, 8, 17)


def found(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    spans = find_dates(text, (Sentence(0, 0, len(text), 0),), published)
    assert all(text[d.start : d.end] == d.text for d in spans)
    return [(d.text, d.first, d.last) for d in spans]


@pytest.mark.parametrize(
    ("text", "words", "first", "last"),
    [
        ("展会2022年4月25日开幕", "2022年4月25日", "2022-04-25", "2022-04-25"),
        ("将于9月1日亮相", "9月1日", "2022-09-01", "2022-09-01"),
        ("9 月 1 日开幕", "9 月 1 日", "2022-09-01", "2022-09-01"),
        ("二〇二二年九月一日开幕", "二〇二二年九月一日", "2022-09-01", "2022-09-01"),
        ("16日闭幕", "16日", "2022-08-16", "2022-08-16"),
        ("8月31日-9月5日举行", "8月31日-9月5日", "2022-08-31", "2022-09-05"),
        ("9月2日至7日举行", "9月2日至7日", "2022-09-02", "2022-09-07"),
        ("15日至18日举行", "15日至18日", "2022-08-15", "2022-08-18"),
        ("30日至2日举行", "30日至2日", "2022-08-30", "2022-09-02"),
        ("1月至6月增长", "1月至6月", "2022-01", "2022-06"),
        ("1—6月份增长", "1—6月份", "2022-01", "2022-06"),
        ("2021年至2023年投资", "2021年至2023年", "2021", "2023"),
        ("今年4月签约", "今年4月", "2022-04", "2022-04"),
        ("今年上半年增长", "今年上半年", "2022-01", "2022-06"),
        ("前三季度增长", "前三季度", "2022-01", "2022-09"),
        ("去年同期为8%", "去年同期", "2021", "2021"),
        ("2012年以来增长", "2012年", "2012", "2012"),
        ("去年底竣工", "去年底", "2021", "2021"),
        ("昨日开幕", "昨日", "2022-08-16", "2022-08-16"),
        ("昨晚开幕", "昨晚", "2022-08-16", "2022-08-16"),
        ("上月投产", "上月", "2022-07", "2022-07"),
        ("上周五签约", "上周五", "2022-08-12", "2022-08-12"),
        ("三年前成立", "三年前", "2019", "2019"),
        ("16日晚8点开幕", "16日晚8点", "2022-08-16", "2022-08-16"),
        ("3月底完成", "3月底", "2022-03", "2022-03"),
        ("2022年某展览会", "2022年", "2022", "2022"),
    ],
)
def test_a_date_is_completed_through_the_articles_date(text: str, words: str, first: str, last: str) -> None:
    assert found(text) == [(words, first, last)]


@pytest.mark.parametrize(
    ("published", "text", "first"),
    [
        (date(2022, 12, 20), "展会将于1月3日开幕", "2023-01-03"),
        (date(2022, 1, 5), "公司12月28日宣布", "2021-12-28"),
        (date(2022, 12, 20), "公司11月3日宣布", "2022-11-03"),
        (date(2022, 3, 1), "28日闭幕", "2022-02-28"),
    ],
)
def test_a_missing_year_or_month_is_the_likely_one(published: date, text: str, first: str) -> None:
    assert found(text, published)[0][1] == first


def test_a_bare_day_takes_the_month_named_before_it() -> None:
    assert found("展会9月2日开幕，4日举行论坛，当日闭幕，次日撤展")[1:] == [
        ("4日", "2022-09-04", "2022-09-04"),
        ("当日", "2022-09-04", "2022-09-04"),
        ("次日", "2022-09-05", "2022-09-05"),
    ]


@pytest.mark.parametrize("text", ["为期5日的展会", "第5日", "3个月", "连续30日内", "5日游", "近日公布", "2比1", "C919"])
def test_what_is_no_date_is_left_out(text: str) -> None:
    assert found(text) == []


def test_without_an_article_date_the_span_stays_unresolved() -> None:
    assert found("9月1日开幕", None) == [("9月1日", "", "")]


def test_an_impossible_day_stays_unresolved() -> None:
    assert found("2月30日开幕") == [("2月30日", "", "")]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("新华社北京9月2日电（记者 甲）今天开幕。", date(2022, 9, 2)),
        ("本报海口4日讯（记者 甲）今天开幕。", date(2022, 9, 4)),
        ("本报讯（记者 甲）今天开幕。", date(2022, 9, 5)),
        ("9月2日电视台播出了节目。", date(2022, 9, 5)),
        ("新华社北京3月2日电 旧闻。", date(2022, 9, 5)),
    ],
)
def test_a_report_counts_from_the_day_at_its_head(text: str, day: date) -> None:
    assert written(text, date(2022, 9, 5)) == day


def test_without_a_day_of_publishing_there_is_none_of_writing() -> None:
    assert written("新华社北京9月2日电 今天开幕。", None) is None


def test_months_of_a_sentence_about_this_year_are_of_this_year() -> None:
    text = "今年已定的展会有4月的甲展、11月的乙展。"
    assert [first for _, first, _ in found(text, date(2017, 2, 18))][1:] == ["2017-04", "2017-11"]
    assert [first for _, first, _ in found("11月的乙展。", date(2017, 2, 18))] == ["2016-11"]
