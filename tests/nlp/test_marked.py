"""Reading marked texts in three forms, and figures over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.nlp.marked import figures, mapped, read_marked

SPANS = ((0, 3, "ORG"), (3, 5, "PER"))
FORMS = [
    ("# a-1 | 2024-01-01 | 某报\n[[甲公司|ORG]][[张三|PER]]说。\n> position | 张三 | 甲公司 | 经理\n", SPANS),
    ("甲 B-ORG\n公 I-ORG\n司 I-ORG\n张 B-PER\n三 I-PER\n说 O\n。 O\n", SPANS),
    ("甲 B-ORG\n公 M-ORG\n司 E-ORG\n张 B-PER\n三 E-PER\n说 O\n。 O\n", SPANS),
    ("甲 I-ORG\n公 I-ORG\n司 I-ORG\n张 I-PER\n三 I-PER\n说 O\n。 O\n", SPANS),
    ('{"t": "甲公司张三说。", "e": [[0, 3, "ORG"], [3, 5, "PER"]]}\n', SPANS),
]  # fmt: skip


@pytest.mark.parametrize(("content", "spans"), FORMS)
def test_each_form_is_read(tmp_path: Path, content: str, spans: tuple[tuple[int, int, str], ...]) -> None:
    file = tmp_path / "marked.txt"
    file.write_text(content, encoding="utf-8")
    (text,) = read_marked(file)
    assert (text.text, text.spans) == ("甲公司张三说。", spans)


def test_a_blank_line_parts_bio_sentences(tmp_path: Path) -> None:
    file = tmp_path / "two.bio"
    file.write_text("甲 B-PER\n\n乙 O\n丙 S-PER\n", encoding="utf-8")
    assert [(t.text, t.spans) for t in read_marked(file)] == [("甲", ((0, 1, "PER"),)), ("乙丙", ((1, 2, "PER"),))]


MISTAKES = [
    ("# a-1 | 2024-01-01 |\n[[甲公司|ORG说。\n", ":2: a mark is not closed"),
    ("甲 B-ORG\n公司\n", ":2: expected a character and its tag"),
    ('{"t": "甲"}\n{"e": []}\n', ":2: not a marked text"),
    ('{"t": "甲"}\n{broken\n', ":2: not a marked text"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "message"), MISTAKES)
def test_a_mistake_names_file_and_line(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "bad.txt"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError, match=message):
        read_marked(file)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="cannot be read"):
        read_marked(tmp_path / "none.txt")


def test_labels_are_renamed_and_others_left_out() -> None:
    spans = [(0, 2, "GPE"), (2, 4, "VENUE"), (4, 6, "NUM")]
    assert mapped(spans, {"GPE": "LOC", "VENUE": "LOC"}, strict=True) == {(0, 2, "LOC"), (2, 4, "LOC")}
    assert (4, 6, "NUM") in mapped(spans, {"GPE": "LOC"}, strict=False)


def test_figures_count_exact_spans() -> None:
    found = frozenset({(0, 2, "PER"), (3, 5, "ORG"), (6, 8, "ORG")})
    marked = frozenset({(0, 2, "PER"), (3, 6, "ORG")})
    rows = figures([(found, marked)])
    assert list(rows) == ["ORG", "PER", "all"]
    assert (rows["PER"].f1, rows["ORG"].f1) == (1.0, 0.0)
    assert (round(rows["all"].precision, 2), rows["all"].recall, rows["all"].f1) == (0.33, 0.5, 0.4)


def test_nothing_found_and_nothing_marked_is_zero_not_a_crash() -> None:
    assert figures([(frozenset(), frozenset())])["all"].f1 == 0.0
