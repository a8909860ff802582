"""What a SPARQL query answers, as plain data: rows, yes or no, or triples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from kg.graph.frames import frame
from kg.graph.shown import html_table, text_table

XSD = "http://www.w3.org/2001/XMLSchema#"
_WHOLE = (
    "integer", "long", "int", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip


_SPO = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term: `datatype` is an IRI, `language` a tag; both empty for an IRI and for a plain text's language."""

    kind: Literal["iri", "literal", "bnode"]
    value: str
    datatype: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.value

    def python(self) -> str | int | float | bool | date | Decimal:
        """The value as Python has it: int, Decimal, float, bool, date or datetime by its datatype, else its text.

        Years and months (`2022`, `2022-08`) stay texts, as does what is no number or date for all its datatype.
        """
        name = self.datatype.removeprefix(XSD) if self.datatype.startswith(XSD) else ""
        try:
            if name in _WHOLE:
                return int(self.value)
            if name == "decimal":
                return Decimal(self.value)
            if name in ("double", "float"):
                return float(self.value)
            if name == "boolean":
                return {"true": True, "1": True, "false": False, "0": False}[self.value]
            if name == "date":
                return date.fromisoformat(self.value)
            if name == "dateTime":
                return datetime.fromisoformat(self.value)
        except (ValueError, InvalidOperation, KeyError):
            pass
        return self.value


@dataclass(frozen=True, slots=True, repr=False)
class Rows:
    """A SELECT's answer: `variables` without `?`, and one tuple a row, None where a variable is unbound."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, str]]:
        """Each row as variable → text, unbound variables left out."""
        for row in self.rows:
            yield {v: t.value for v, t in zip(self.variables, row, strict=True) if t is not None}

    def to_pandas(self) -> Any:
        """A `pandas.DataFrame` with a column for each variable, by its literals' datatypes.

        Whole numbers are Int64, other numbers float64 (exact to about 15 digits), truth values boolean, dates
        datetime64. IRIs and all else are text, and so is a column of several kinds: dates of which some are only a year
        or a month stay ISO texts, which sort as dates do. Unbound is missing; a column without
        any value is text.

        Raises:
            UsageError: pandas is not installed.
        """
        columns = [_alike([row[i] for row in self.rows]) for i in range(len(self.variables))]
        return frame(self.variables, list(zip(*columns, strict=True)))

    def __repr__(self) -> str:
        head = f"<{len(self)} rows: {', '.join(self.variables)}>"
        return head + ("\n" + text_table(self.variables, self.rows) if self.rows and self.variables else "")

    def _repr_html_(self) -> str:
        rows = [[None if term is None else term.python() for term in row] for row in self.rows]
        return html_table(self.variables, rows)


def _alike(terms: list[Term | None]) -> list[object]:
    """A column's values in one kind of Python value, or as texts where they are of several kinds."""
    values = [None if term is None else term.python() for term in terms]
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) > 1 and not kinds <= {int, float, Decimal}:
        return [None if term is None else term.value for term in terms]
    return list(values)


@dataclass(frozen=True, slots=True)
class Answer:
    """An ASK's answer."""

    value: bool

    def __bool__(self) -> bool:
        return self.value

    def to_pandas(self) -> Any:
        """A data frame of one row with the column `answer`; UsageError where pandas is not installed."""
        return frame(("answer",), [(self.value,)])


@dataclass(frozen=True, slots=True, repr=False)
class Triples:
    """What a CONSTRUCT or DESCRIBE builds, sorted, without repeats."""

    triples: tuple[tuple[Term, Term, Term], ...]

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[tuple[Term, Term, Term]]:
        return iter(self.triples)

    def to_pandas(self) -> Any:
        """A data frame with the text columns `subject`, `predicate` and `object`; UsageError without pandas."""
        return frame(_SPO, [tuple(term.value for term in triple) for triple in self.triples])

    def __repr__(self) -> str:
        return f"<{len(self)} triples>" + ("\n" + text_table(_SPO, self.triples) if self.triples else "")

    def _repr_html_(self) -> str:
        return html_table(_SPO, self.triples)


Result = Rows | Answer | Triples
