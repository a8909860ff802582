"""The extractors' families of classes agree with the ontology."""

from __future__ import annotations

from kg.nlp.classes import ORGANIZATIONS, family
from kg.rdf.ontology import read_schema


def test_organizations_are_the_ontologys() -> None:
    classes = read_schema().classes
    below = {name for name, c in classes.items() if name == "Organization" or "Organization" in c.supers}
    assert below == ORGANIZATIONS


def test_a_class_of_its_own_is_its_own_family() -> None:
    assert [family(k) for k in ("Company", "EventSeries", "Person", "Title")] == [
        "Organization",
        "Event",
        "Person",
        "Title",
    ]
