"""The seed lexicons keep their form: a row that is malformed, doubled or dangling would mislead every stage."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

LEXICONS = Path(__file__).resolve().parents[1] / "seeds" / "lexicons"
NAME_FILES = sorted((LEXICONS / "names").glob("*.tsv"))
NAME_CLASSES = {
    "Organization", "Company", "GovernmentBody", "Association", "InternationalOrganization", "MediaOutlet",
    "Institution", "Person", "EventSeries", "Event", "Venue", "AdministrativeArea", "Work", "Product",
}  # fmt: skip
SUFFIX_CLASSES = NAME_CLASSES - {"Person", "EventSeries"}
ONE_CHARACTER = {"京"}  # found only where its neighbours show that it is the city (在京举行)
TITLE_KINDS = {"post", "academic", "media", "military", "craft"}
LEAST_ROWS = {
    "places": 1200, "government": 150, "international": 100, "associations": 150, "media": 150, "companies": 400,
    "institutions": 200, "series": 150, "venues": 200, "works": 50, "products": 50, "people": 30,
}  # fmt: skip


def rows(path: Path) -> list[list[str]]:
    """Every row after the header, split at tabs, comments left out."""
    lines = path.read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def names() -> list[tuple[Path, list[str]]]:
    return [(path, row) for path in NAME_FILES for row in rows(path)]


def forms(row: list[str]) -> list[str]:
    """The canonical name and its aliases."""
    return [row[0], *(alias for alias in row[2].split("|") if alias)]


@pytest.mark.parametrize("stem", sorted(LEAST_ROWS))
def test_every_kind_of_name_is_covered_broadly(stem: str) -> None:
    assert len(rows(LEXICONS / "names" / f"{stem}.tsv")) >= LEAST_ROWS[stem]


@pytest.mark.parametrize("path", NAME_FILES, ids=lambda path: path.stem)
def test_name_rows_have_four_cells_and_a_known_class(path: Path) -> None:
    header = path.read_text(encoding="utf-8").splitlines()[0]
    assert header == "name\ttype\taliases\tpart_of"
    faults = [row for row in rows(path) if len(row) != 4 or not row[0] or row[1] not in NAME_CLASSES]
    assert faults == []


@pytest.mark.parametrize("path", NAME_FILES, ids=lambda path: path.stem)
def test_forms_are_trimmed_and_longer_than_one_character(path: Path) -> None:
    faults = [form for row in rows(path) for form in forms(row) if form != form.strip() or len(form) < 2]
    assert set(faults) <= ONE_CHARACTER


def test_no_form_names_two_things() -> None:
    counts = Counter(form for _, row in names() for form in forms(row))
    assert [form for form, count in counts.items() if count > 1] == []


def test_every_parent_is_a_listed_name() -> None:
    known = {row[0] for _, row in names()}
    assert [row for _, row in names() if row[3] and row[3] not in known] == []


def test_nothing_contains_itself() -> None:
    parent = {row[0]: row[3] for _, row in names()}
    for name in parent:
        seen = {name}
        while name := parent.get(name, ""):
            assert name not in seen
            seen.add(name)


def test_quote_marks_do_not_wrap_a_form() -> None:
    assert [form for _, row in names() for form in forms(row) if re.fullmatch(r"“[^”]*”|《[^》]*》", form)] == []


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [
        ("服贸会", "中国国际服务贸易交易会", "EventSeries"),
        ("阿拉伯联合酋长国", "阿联酋", "AdministrativeArea"),
        ("国家发改委", "国家发展和改革委员会", "GovernmentBody"),
        ("工体", "北京工人体育场", "Venue"),
        ("中行", "中国银行", "Company"),
        ("北京人艺", "北京人民艺术剧院", "Institution"),
        ("对外友协", "中国人民对外友好协会", "Association"),
        ("中国新闻网", "中国新闻网", "MediaOutlet"),
        ("RCEP", "区域全面经济伙伴关系协定", "Work"),
        ("国产大飞机C919", "C919", "Product"),
    ],
)
def test_short_forms_lead_to_their_names(form: str, name: str, kind: str) -> None:
    assert [(row[0], row[1]) for _, row in names() if form in forms(row)] == [(name, kind)]


@pytest.mark.parametrize(
    "word", ["苹果", "小米", "理想", "美的", "平安", "浪潮", "白银", "来宾", "朝阳", "强生", "中超", "联大"]
)
def test_everyday_words_are_no_names(word: str) -> None:
    assert [row for _, row in names() if word in forms(row)] == []


def test_suffixes_have_one_class_each() -> None:
    path = LEXICONS / "suffixes.tsv"
    assert path.read_text(encoding="utf-8").startswith("suffix\ttype\tweak\n")
    table = rows(path)
    assert [row for row in table if len(row) != 3 or row[1] not in SUFFIX_CLASSES or row[2] not in {"", "weak"}] == []
    assert [suffix for suffix, count in Counter(row[0] for row in table).items() if count > 1] == []


@pytest.mark.parametrize(
    ("suffix", "kind", "weak"),
    [
        ("有限公司", "Company", ""), ("科技", "Company", "weak"), ("人民政府", "GovernmentBody", ""),
        ("处", "GovernmentBody", "weak"), ("促进会", "Association", ""), ("博物馆", "Institution", "weak"),
        ("晚报", "MediaOutlet", ""), ("博览会", "Event", "weak"), ("会展中心", "Venue", "weak"),
        ("自治区", "AdministrativeArea", ""),
    ],
)  # fmt: skip
def test_suffixes_say_what_they_form(suffix: str, kind: str, weak: str) -> None:
    assert [suffix, kind, weak] in rows(LEXICONS / "suffixes.tsv")


def test_titles_have_one_kind_each() -> None:
    path = LEXICONS / "titles.tsv"
    assert path.read_text(encoding="utf-8").startswith("title\tkind\n")
    table = rows(path)
    assert len(table) >= 500
    assert [row for row in table if len(row) != 2 or row[1] not in TITLE_KINDS] == []
    assert [title for title, count in Counter(row[0] for row in table).items() if count > 1] == []


def test_regular_deputies_are_left_to_the_rule() -> None:
    titles = {row[0] for row in rows(LEXICONS / "titles.tsv")}
    assert {t for t in titles if t.startswith("副") and t[1:] in titles} == {"副总统", "副总理", "副首相"}


def test_surnames_are_one_or_two_characters_and_listed_once() -> None:
    surnames = (LEXICONS / "surnames.txt").read_text(encoding="utf-8").splitlines()
    assert surnames[:5] == ["王", "李", "张", "刘", "陈"]
    assert {"覃", "闫", "由", "庹", "欧阳", "司马", "尉迟"} <= set(surnames)
    assert len(surnames) == len(set(surnames)) >= 500
    assert [s for s in surnames if not re.fullmatch(r"[\u4e00-\u9fff]{1,2}|爱新觉罗|钮祜禄", s)] == []
