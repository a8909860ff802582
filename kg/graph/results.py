"""What a SPARQL query answers, as plain data: rows, yes or no, or triples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term: `datatype` is an IRI, `language` a tag; both empty for an IRI and for a plain text's language."""

    kind: Literal["iri", "literal", "bnode"]
    value: str
    datatype: str = ""
    language: str = ""

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Answer:
    """An ASK's answer."""

    value: bool

    def __bool__(self) -> bool:
        return self.value


@dataclass(frozen=True, slots=True)
class Triples:
    """What a CONSTRUCT or DESCRIBE builds, sorted, without repeats."""

    triples: tuple[tuple[Term, Term, Term], ...]

    def __len__(self) -> int:
        return len(self.triples)


Result = Rows | Answer | Triples
