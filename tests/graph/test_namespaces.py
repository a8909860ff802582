"""IRIs from one base; names into IRIs and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.errors import UsageError
from kg.graph.namespaces import Namespaces, escape, unescape, well_formed


@pytest.mark.parametrize(
    ("name", "segment"),
    [
        ("首钢园", "首钢园"),
        ("“天和一号”", "“天和一号”"),
        ("甲 乙", "甲%20乙"),
        ("甲\u3000乙", "甲%E3%80%80乙"),
        ("100%", "100%25"),
        ("A/B#C?", "A%2FB%23C%3F"),
        ("Co.", "Co%2E"),
        (".", "%2E"),
        ("v2.0", "v2.0"),
        ('<{|^`\\}>"', "%3C%7B%7C%5E%60%5C%7D%3E%22"),
        ("\x07\u200b", "%07%E2%80%8B"),
        ("\ue000\ufdd0\ufffe", "%EE%80%80%EF%B7%90%EF%BF%BE"),
        ("\ud800", "%ED%A0%80"),
    ],
)
def test_escape_encodes_what_iris_and_turtle_forbid(name: str, segment: str) -> None:
    assert escape(name) == segment


@given(st.text(alphabet=st.characters(), max_size=20))
def test_every_name_makes_a_legal_iri_and_comes_back(name: str) -> None:
    iri = Namespaces().entity(name)
    NamedNode(iri)  # raises on an illegal IRI
    assert Namespaces().entity_id(iri) == name


def test_a_stray_escape_does_not_fail() -> None:
    assert unescape("a%ED") == "a\ufffd"


@pytest.mark.parametrize("base", ["https://kg.my.org/", "https://kg.my.org", "urn:news:"])
def test_every_namespace_follows_the_base(base: str) -> None:
    names = Namespaces(base)
    starts = [*names.prefixes().values(), names.graph]
    assert all(start.startswith(base) for start in starts)
    assert len(set(starts)) == len(starts)


@pytest.mark.parametrize(
    "base", ["", "kg", "/kg/", "https://a b/", "https://a/?x=1", "https://a/#", "https://a/<", "http:"]
)
def test_a_base_that_is_no_absolute_iri_is_refused(base: str) -> None:
    with pytest.raises(UsageError):
        Namespaces(base)


def test_entity_id_reads_iris_and_short_forms_only() -> None:
    names = Namespaces()
    assert names.entity_id("ent:首钢园") == "首钢园"
    assert names.entity_id("https://kg.example.org/id/%E9%A6%96钢园") == "首钢园"
    assert names.entity_id("首钢园") is None
    assert names.entity_id("https://elsewhere.example/id/首钢园") is None


def test_lone_surrogates_are_replaced_one_by_one() -> None:
    assert well_formed("甲\ud800\udfff乙𠀀") == "甲\ufffd\ufffd乙𠀀"
