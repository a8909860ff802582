from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import pyoxigraph as ox
import pytest
import sample_graph as sample

from kg.export import jsonld
from kg.export.context import context
from kg.export.rdf import triples
from kg.graph.namespaces import Namespaces
from kg.graph.schema import PropertyDef
from kg.rdf.ontology import read_schema
from kg.resources import ontology_dir

RENEW = "renew it with: PYTHONPATH=.:tests python tests/export/test_jsonld.py"


@pytest.fixture(scope="module")
def items() -> dict[str, dict[str, Any]]:
    out = io.BytesIO()
    jsonld.write(sample.graph(), out)
    return {item["@id"]: item for item in json.loads(out.getvalue())["@graph"]}


def test_the_context_file_is_that_of_the_ontology() -> None:
    assert (ontology_dir() / "context.jsonld").read_bytes() == jsonld.context_file(read_schema(), Namespaces()), RENEW


def test_keys_are_short_and_names_are_language_maps(items: dict[str, dict[str, Any]]) -> None:
    fair, partner = items["ent:" + sample.FAIR], items["ent:Leaf%20&%20Co%2E"]
    assert fair["@type"] == "Event"
    assert fair["prefLabel"] == {"zh": sample.FAIR}
    assert fair["altLabel"] == {"zh": "茶博会"}
    assert partner["prefLabel"] == {"en": "Leaf & Co."}
    assert sorted(partner["@type"]) == ["Agent", "Company", "Organization"]


def test_links_dates_and_numbers_are_plain_where_the_context_says_what_they_are(
    items: dict[str, dict[str, Any]],
) -> None:
    fair = items["ent:" + sample.FAIR]
    assert sorted(fair["heldAt"]) == sorted(["ent:" + sample.HALL, "ent:" + sample.CITY])
    assert fair["startDate"] == "2031-05-06"
    assert fair["endDate"] == {"@type": "xsd:gYearMonth", "@value": "2031-05"}
    figure = next(i for i in items.values() if i.get("measure") == "参展企业")
    assert (figure["value"], figure["support"], figure["firstReported"]) == ("300", 1, "2031-05-06")
    claim = next(i for i in items.values() if i.get("rdf:predicate") == "heldAt" and i["@type"] == "Claim")
    assert claim["rdf:subject"] == "ent:" + sample.FAIR
    assert claim["confidence"] == "0.9"
    assert claim["sentence"] == sample.ONE[0]


def test_every_subject_is_there_once(items: dict[str, dict[str, Any]]) -> None:
    assert len(items) == len({t.subject for t in triples(sample.graph())})


def test_a_property_called_like_a_prefix_or_a_standard_word_is_told_apart() -> None:
    schema = read_schema()
    own = {n: PropertyDef(n, literal=True, range=("string",)) for n in ("doc", "prefLabel", "@odd")}
    made = context(replace(schema, properties={**schema.properties, **own}), Namespaces())
    assert made["doc"] == Namespaces().doc
    assert made["kg:doc"] == {"@id": "kg:doc"}
    assert made["prefLabel"] == {"@id": "kg:prefLabel"}
    assert made["skos:prefLabel"] == {"@id": "skos:prefLabel", "@container": "@language"}


def test_a_document_may_refer_to_the_context_file() -> None:
    kept = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))
    document = {**kept, "@id": "ent:首钢园", "@type": "Venue", "prefLabel": {"zh": "首钢园"}, "locatedIn": "ent:北京"}
    back = {
        q.predicate.value.rpartition("#")[2]: q.object
        for q in ox.parse(json.dumps(document), format=ox.RdfFormat.JSON_LD)
    }
    assert back["locatedIn"] == ox.NamedNode("https://kg.example.org/id/北京")
    assert back["prefLabel"] == ox.Literal("首钢园", language="zh")
    assert back["type"] == ox.NamedNode("https://kg.example.org/ontology#Venue")


if __name__ == "__main__":
    (ontology_dir() / "context.jsonld").write_bytes(jsonld.context_file(read_schema(), Namespaces()))
