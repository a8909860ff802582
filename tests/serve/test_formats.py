"""Which form of answer a request asks for."""

from __future__ import annotations

import pytest

from kg.serve.formats import HTML, ROWS, TRIPLES, accepted, named


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/sparql-results+json"),
        ("", "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        ("*", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.3, text/tab-separated-values;q=0.4", "text/tab-separated-values"),
        ("text/csv, */*;q=0.1", "text/csv"),
        ("application/json", "application/json"),
        ("application/*", "application/sparql-results+json"),
        ("TEXT/CSV", "text/csv"),
        ("application/sparql-results+json;q=0, */*;q=0.5", "application/sparql-results+xml"),
        ("text/csv;charset=utf-8", "text/csv"),
        ("text/html, application/xhtml+xml, text/csv;q=0.9", "text/csv"),
    ],
)
def test_the_form_that_is_liked_best(accept: str | None, media: str) -> None:
    found = accepted(accept, ROWS)
    assert found is not None
    assert found.media == media


@pytest.mark.parametrize("accept", ["image/png", "text/html", "text/csv;q=0", "nonsense", "*/*;q=0", "text/csv;q=nan"])
def test_nothing_that_can_be_had(accept: str) -> None:
    assert accepted(accept, ROWS) is None


def test_a_browser_gets_a_page_and_a_program_data() -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert (page := accepted(browser, (HTML, *TRIPLES)))
    assert page.format == HTML
    assert (data := accepted("text/turtle, text/html;q=0.5", (HTML, *TRIPLES)))
    assert data.format.name == "turtle"


@pytest.mark.parametrize(
    ("name", "form", "media"),
    [
        ("ttl", "turtle", "text/turtle"),
        ("json", "jsonld", "application/ld+json"),
        ("application/rdf+xml", "rdfxml", "application/rdf+xml"),
        ("NT", "ntriples", "application/n-triples"),
    ],
)
def test_forms_by_name(name: str, form: str, media: str) -> None:
    found = named(name, TRIPLES)
    assert found is not None
    assert (found.format.name, found.media) == (form, media)


def test_no_such_form() -> None:
    assert named("docx", TRIPLES) is None


def test_text_has_a_charset() -> None:
    csv, json = named("csv", ROWS), named("json", ROWS)
    assert csv is not None
    assert json is not None
    assert (csv.content_type, json.content_type) == ("text/csv; charset=utf-8", "application/sparql-results+json")
