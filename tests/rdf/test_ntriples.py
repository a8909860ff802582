"""Terms as texts: those of the RDF library."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.graph.namespaces import well_formed
from kg.rdf import ntriples
from kg.rdf.terms import XSD


@given(st.text(st.characters(codec=None)) | st.text('"\\\n\r\t\b\f\x00\x1f\x7f\x80\ufffe\uffff甲a'))
def test_a_text_is_what_the_library_writes(value: str) -> None:
    assert ntriples.text(value) == str(Literal(well_formed(value)))


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("首钢园", "zh"), ("C919大飞机", "zh"), ("GATIS", "en"), ("24365", ""), ("Ωμέγα", ""), ("〇", "zh"), ('"', ""),
    ],
)  # fmt: skip
def test_the_language_of_a_label(name: str, language: str) -> None:
    assert ntriples.label(name) == str(Literal(name, language=language or None))


@pytest.mark.parametrize(
    ("made", "value", "datatype"),
    [
        (ntriples.calendar("2022-08-31"), "2022-08-31", "date"),
        (ntriples.calendar("2022-08"), "2022-08", "gYearMonth"),
        (ntriples.calendar("2022"), "2022", "gYear"),
        (ntriples.calendar("2022-08-31/2022-09-05"), "2022-08-31/2022-09-05", "string"),  # none: it stays a text
        (ntriples.day(date(2022, 8, 31)), "2022-08-31", "date"),
        (ntriples.whole(-7), "-7", "integer"),
        (ntriples.count(7), "7", "nonNegativeInteger"),
        (ntriples.decimal(Decimal("5.30E+3")), "5300", "decimal"),
        (ntriples.share(0.1 + 0.2), "0.3", "decimal"),  # four places at most
        (ntriples.share(1.0), "1", "decimal"),
        (ntriples.share(0.98765), "0.9877", "decimal"),
        (ntriples.typed('https://news.example.org/"1', "anyURI"), 'https://news.example.org/"1', "anyURI"),
    ],
)
def test_values_have_their_datatypes(made: str, value: str, datatype: str) -> None:
    assert made == str(Literal(value, datatype=NamedNode(XSD + datatype)))
