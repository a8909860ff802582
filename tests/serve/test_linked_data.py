"""The graph's IRIs on this server: RDF or a page by Accept, suffix or parameter."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import which
from urllib.parse import quote

import httpx
import pytest
import rdflib
from live import EXPORTS, Live, live
from rdflib.namespace import RDF, SKOS

BASE = "https://kg.example.org/"
KG = rdflib.Namespace(BASE + "ontology#")
PARK = rdflib.URIRef(BASE + "id/首钢园")
PARSERS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
}
HOSTILE = """@prefix kg: <https://kg.example.org/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ent: <https://kg.example.org/id/> .
<https://kg.example.org/id/A%2FB%20%3Cb%3E> a kg:Company ; skos:prefLabel "A/B <b>" .
ent:50%25 a kg:Work ; skos:prefLabel "50%" .
ent:名单.ttl a kg:Work ; skos:prefLabel "名单.ttl" .
ent:茶%2C"""


@pytest.fixture(scope="module")
def server() -> Iterator[Live]:
    with live(EXPORTS) as running:
        yield running


@pytest.fixture
def client(server: Live) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made


def graph(response: httpx.Response) -> rdflib.Graph:
    assert response.status_code == 200, response.text
    media = response.headers["content-type"].partition(";")[0]
    return rdflib.Graph().parse(data=response.content, format=PARSERS[media])


def turtle(client: httpx.Client, path: str) -> rdflib.Graph:
    return graph(client.get(path, headers={"Accept": "text/turtle"}))


@pytest.mark.parametrize("media", PARSERS)
def test_an_entity_in_each_form_of_rdf(client: httpx.Client, media: str) -> None:
    response = client.get("/id/首钢园", headers={"Accept": media})
    assert response.headers["content-type"].partition(";")[0] == media
    assert response.headers["vary"] == "Accept"
    assert response.headers["access-control-allow-origin"] == "*"
    assert set(graph(response)) == set(turtle(client, "/id/首钢园"))


def test_an_entity_comes_with_its_facts_both_ways_and_its_neighbours_names(client: httpx.Client) -> None:
    found = turtle(client, "/id/首钢园")
    assert (PARK, RDF.type, KG.Venue) in found
    fairs = set(found.subjects(KG.heldAt, PARK))
    assert len(fairs) > 3
    assert all(list(found.objects(fair, SKOS.prefLabel)) for fair in fairs)


def test_posts_and_figures_come_whole(client: httpx.Client) -> None:
    person = turtle(client, "/id/丁勇")
    posts = list(person.subjects(KG.holder, rdflib.URIRef(BASE + "id/丁勇")))
    assert posts
    assert all(list(person.objects(post, KG.title)) for post in posts)
    fair = turtle(client, "/id/2022年中国国际服务贸易交易会")
    figures = list(fair.subjects(KG.about, rdflib.URIRef(BASE + "id/2022年中国国际服务贸易交易会")))
    assert all(list(fair.objects(figure, KG.value)) for figure in figures)
    assert len(figures) > 5


@pytest.mark.parametrize(
    ("path", "accept", "media"),
    [
        ("/id/首钢园.ttl", "text/html", "text/turtle"),
        ("/id/首钢园.json", "*/*", "application/ld+json"),
        ("/id/首钢园.nt", "*/*", "application/n-triples"),
        ("/id/首钢园.rdf", "*/*", "application/rdf+xml"),
        ("/id/首钢园?format=turtle", "text/html", "text/turtle"),
        ("/id/首钢园.ttl?format=nt", "text/html", "application/n-triples"),
    ],
)
def test_a_link_can_ask_for_a_form(client: httpx.Client, path: str, accept: str, media: str) -> None:
    response = client.get(path, headers={"Accept": accept})
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, media)


@pytest.mark.parametrize("accept", ["text/html", "*/*", "text/html,application/xml;q=0.9,*/*;q=0.8"])
def test_people_get_a_page_that_tells_where_the_data_is(client: httpx.Client, accept: str) -> None:
    response = client.get("/id/首钢园", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/html")
    assert "Accept" in response.headers["vary"]
    links = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', response.headers["link"])
    assert {media for _, media in links} == set(PARSERS)
    for place, media in links:
        assert client.get(place).headers["content-type"].partition(";")[0] == media


def test_nothing_that_is_acceptable(client: httpx.Client) -> None:
    assert client.get("/id/首钢园", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.skipif(which("curl") is None, reason="curl is not installed")
def test_a_name_may_be_written_as_it_is(server: Live) -> None:
    """Bytes in UTF-8, not percent-encoded, as curl sends what is typed."""
    done = subprocess.run(
        ["curl", "-s", "--noproxy", "*", "-H", "Accept: text/turtle", f"{server.url}/id/首钢园"],
        capture_output=True, check=True,
    )  # fmt: skip
    assert "ent:首钢园 " in done.stdout.decode()


def test_unknown_names_are_told_with_what_is_near(client: httpx.Client) -> None:
    response = client.get("/id/首钢", headers={"Accept": "text/turtle"})
    assert response.status_code == 404
    near = re.findall(r"(/id/\S+)  首钢园$", response.text, re.MULTILINE)
    assert near, response.text
    assert client.get(near[0], headers={"Accept": "text/turtle"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/id/../kg.ttl", "/id/..%2f..%2fetc%2fpasswd", "/doc/..%2F..%2Fmade.json", "/id/%00", "/id/%FF", "/fact/x",
     "/span/", "/claim/%3Cscript%3E", "/id/" + "长" * 3000],
)  # fmt: skip
def test_paths_lead_to_nothing_but_the_graph(client: httpx.Client, path: str) -> None:
    response = client.get(httpx.URL(str(client.base_url) + path), headers={"Accept": "text/turtle"})
    assert response.status_code in (400, 404)
    assert "root:" not in response.text
    assert "inputs" not in response.text


def test_a_fact_comes_with_its_claims_and_a_claim_with_its_place(client: httpx.Client) -> None:
    park = turtle(client, "/id/首钢园")
    of_node = next(iter(park.subjects(RDF.type, KG.Observation)), None)
    of_relation = next(park.subjects(RDF.type, KG.Fact))
    for fact in (of_relation, of_node):
        if fact is None:
            continue
        found = turtle(client, "/" + str(fact).removeprefix(BASE))
        claims = list(found.subjects(RDF.type, KG.Claim))
        assert claims
        claim = turtle(client, "/" + str(claims[0]).removeprefix(BASE))
        assert list(claim.objects(claims[0], KG.sentence))
        assert list(claim.objects(None, rdflib.URIRef("http://www.w3.org/ns/oa#exact")))


def test_an_article_lists_its_claims(client: httpx.Client) -> None:
    article = next(rdflib.Graph().parse(EXPORTS / "kg.ttl").subjects(RDF.type, KG.Article))
    found = turtle(client, "/" + str(article).removeprefix(BASE))
    assert list(found.objects(article, rdflib.DCTERMS.title))
    assert len(list(found.subjects(rdflib.PROV.wasDerivedFrom, article))) > 10


@pytest.mark.parametrize("accept", ["text/turtle", "text/html"])
def test_the_ontology_is_at_its_iri(client: httpx.Client, accept: str) -> None:
    response = client.get("/ontology", headers={"Accept": accept})
    assert response.status_code == 200
    if accept == "text/turtle":
        assert (KG.heldAt, RDF.type, rdflib.OWL.ObjectProperty) in graph(response)
    else:
        assert 'id="heldAt"' in response.text
        assert "举办地" in response.text


def test_plain_pages_run_nothing(client: httpx.Client) -> None:
    conflict = next(rdflib.Graph().parse(EXPORTS / "conflicts.ttl").subjects(RDF.type, KG.Conflict))
    response = client.get("/" + str(conflict).removeprefix(BASE), headers={"Accept": "text/html"})
    assert response.status_code == 200
    assert "507家" in response.text
    assert "<script" not in response.text
    assert "script-src" not in response.headers["content-security-policy"]
    assert "default-src 'none'" in response.headers["content-security-policy"]


# Names that are no plain words


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    place = tmp_path_factory.mktemp("hostile")
    facts = (
        HOSTILE.rpartition("\n")[0]
        + """
<https://kg.example.org/table/evil> rdfs:label "<script>alert(1)</script>" , "{{7*7}}" ;
    rdfs:seeAlso <javascript:alert(1)> , <https://ok.example/> .
"""
    )
    (place / "kg.ttl").write_text(facts, encoding="utf-8")
    with live(place) as running:
        yield running


@pytest.mark.parametrize("name", ["A/B <b>", "50%", "名单.ttl"])
def test_names_with_marks_of_urls_in_them(hostile: Live, name: str) -> None:
    with hostile.client() as client:
        response = client.get("/id/" + quote(name, safe=""), headers={"Accept": "text/turtle"})
        found = graph(response)
        assert name in {str(label) for label in found.objects(None, SKOS.prefLabel)}


def test_hostile_words_are_shown_as_words(hostile: Live) -> None:
    with hostile.client() as client:
        page = client.get("/table/evil", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert 'href="javascript:' not in page.text
    assert "javascript:alert(1)" in page.text, "shown, as a text"
    assert 'href="https://ok.example/"' in page.text


def test_another_base_is_answered_at_the_same_paths(tmp_path: Path) -> None:
    text = (EXPORTS / "kg.ttl").read_text(encoding="utf-8").replace(BASE, "https://news.example.cn/kg/")
    (tmp_path / "kg.ttl").write_text(text, encoding="utf-8")
    with live(tmp_path) as running, running.client() as client:
        found = turtle(client, "/id/首钢园")
    assert rdflib.URIRef("https://news.example.cn/kg/id/首钢园") in set(found.subjects())
