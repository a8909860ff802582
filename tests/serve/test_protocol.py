"""SPARQL 1.1 Protocol against a real server: what section 2 of the recommendation asks, case by case."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from urllib.parse import quote

import httpx
import pytest
import rdflib
from live import EXPORTS, Live, live

BASE = "https://kg.example.org/"
FACTS, EVIDENCE, ONTOLOGY = (f"{BASE}graph/{name}" for name in ("facts", "evidence", "ontology"))
FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"
ASK = "ASK { ent:首钢园 a kg:Venue }"
SELECT = "SELECT ?v { ?v a kg:Venue } ORDER BY ?v LIMIT 3"
CONSTRUCT = "CONSTRUCT { ?v rdfs:label ?l } { ?v a kg:Venue ; skos:prefLabel ?l }"
DESCRIBE = "DESCRIBE ent:首钢园"
CLAIMS = "ASK { ?c a kg:Claim }"
CLASSES = "ASK { kg:Venue a owl:Class }"
VENUES = "ASK { ?v a kg:Venue }"
JSON = {"Accept": "application/sparql-results+json"}


@pytest.fixture(scope="module")
def server() -> Iterator[Live]:
    with live(EXPORTS) as running:
        yield running


@pytest.fixture
def client(server: Live) -> Iterator[httpx.Client]:
    with server.client() as made:
        yield made


def get(client: httpx.Client, query: str, accept: str | None = None, **parameters: object) -> httpx.Response:
    headers = {"Accept": accept} if accept is not None else {}
    return client.get("/sparql", params={"query": query, **parameters}, headers=headers)  # type: ignore[arg-type]


def truth(response: httpx.Response) -> bool:
    assert response.status_code == 200, response.text
    return bool(response.json()["boolean"])


# The three ways to ask (2.1.1 to 2.1.3)


def test_query_by_get(client: httpx.Client) -> None:
    assert truth(get(client, ASK))


def test_query_by_get_may_be_empty_of_matches(client: httpx.Client) -> None:
    assert not truth(get(client, "ASK { ent:首钢园 a kg:Person }"))


def test_query_by_post_as_a_form(client: httpx.Client) -> None:
    assert truth(client.post("/sparql", data={"query": ASK}))


def test_query_by_post_as_it_is(client: httpx.Client) -> None:
    assert truth(client.post("/sparql", content=ASK.encode(), headers={"Content-Type": DIRECT}))


@pytest.mark.parametrize("media", [f"{DIRECT}; charset=utf-8", f"{DIRECT};charset=UTF-8", DIRECT.upper()])
def test_direct_posts_may_name_their_charset(client: httpx.Client, media: str) -> None:
    assert truth(client.post("/sparql", content=ASK.encode(), headers={"Content-Type": media}))


def test_head_is_a_get_without_a_body(client: httpx.Client) -> None:
    response = client.head("/sparql", params={"query": ASK})
    assert (response.status_code, response.content) == (200, b"")


# Requests that are wrong


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(client: httpx.Client, method: str) -> None:
    response = client.request(method, "/sparql", params={"query": ASK})
    assert response.status_code == 405
    assert "GET" in response.headers["allow"]


def test_several_queries_are_refused(client: httpx.Client) -> None:
    assert client.get(f"/sparql?query={quote(ASK)}&query={quote(SELECT)}").status_code == 400
    assert client.post("/sparql", data={"query": [ASK, SELECT]}).status_code == 400


def test_a_query_in_the_url_beside_a_direct_one_is_refused(client: httpx.Client) -> None:
    response = client.post("/sparql", params={"query": ASK}, content=ASK.encode(), headers={"Content-Type": DIRECT})
    assert response.status_code == 400


@pytest.mark.parametrize("media", ["text/plain", "application/json", "multipart/form-data; boundary=x", ""])
@pytest.mark.parametrize("body", [ASK, f"query={quote(ASK)}"])
def test_other_media_types_are_refused(client: httpx.Client, media: str, body: str) -> None:
    headers = {"Content-Type": media} if media else {}
    response = client.post("/sparql", content=body.encode(), headers=headers)
    assert response.status_code == 415
    assert DIRECT in response.text


def test_a_query_that_is_not_utf8_is_refused(client: httpx.Client) -> None:
    response = client.post("/sparql", content=ASK.encode("utf-16"), headers={"Content-Type": DIRECT})
    assert (response.status_code, "UTF-8" in response.text) == (400, True)
    latin = client.post("/sparql", content=ASK.encode(), headers={"Content-Type": f"{DIRECT}; charset=latin-1"})
    assert latin.status_code == 415


@pytest.mark.parametrize("encoded", ["%FF%FE", "ASK%20%7B%E9%A6%7D"])
def test_bytes_in_a_url_that_are_not_utf8_are_refused(client: httpx.Client, encoded: str) -> None:
    assert client.get(f"/sparql?query={encoded}").status_code == 400


@pytest.mark.parametrize("query", ["SELECT * {", "", "   ", "%zz", "ASK { ?s foo:bar ?o }", "HELLO"])
def test_a_query_that_is_wrong_is_told_in_words(client: httpx.Client, query: str) -> None:
    response = get(client, query)
    assert response.status_code == 400
    assert response.headers["content-type"] == "text/plain; charset=utf-8"
    assert "quer" in response.text
    assert "Traceback" not in response.text


def test_a_mistake_is_shown_where_it_is(client: httpx.Client) -> None:
    assert "line 2, column 6: the prefix foo: is not declared" in get(client, "ASK {\n  ?s foo:bar ?o }").text


def test_no_query_at_all(client: httpx.Client) -> None:
    assert client.post("/sparql", data={"default-graph-uri": FACTS}).status_code == 400
    assert client.get("/sparql", params={"default-graph-uri": FACTS}).status_code == 400


def test_many_parameters_are_refused(client: httpx.Client) -> None:
    assert client.post("/sparql", data={f"p{n}": "1" for n in range(500)}).status_code == 400


# What is never done


@pytest.mark.parametrize("update", ["INSERT DATA { ent:a a kg:Venue }", "DROP ALL", "LOAD <http://127.0.0.1:1/x>"])
def test_updates_are_refused(client: httpx.Client, update: str) -> None:
    as_parameter = client.post("/sparql", data={"update": update})
    as_body = client.post("/sparql", content=update, headers={"Content-Type": "application/sparql-update"})
    assert {
        as_parameter.status_code,
        as_body.status_code,
        client.get("/sparql", params={"update": update}).status_code,
    } == {403}
    assert "only reads" in as_body.text
    as_query = get(client, update)
    assert as_query.status_code == 400
    assert "is not changed by queries" in as_query.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT ?where { ?s ?p ?o } }",
        "SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused(client: httpx.Client, query: str) -> None:
    response = get(client, query)
    assert (response.status_code, "SERVICE is not allowed" in response.text) == (400, True)


@pytest.mark.parametrize(
    "query",
    ["SELECT * {" + "{" * 5000 + "}" * 5000 + "}", "ASK { FILTER(" + "!" * 9000 + "true) }", "ASK {" + "(" * 200_000],
)
def test_deep_nesting_does_not_end_the_server(client: httpx.Client, query: str) -> None:
    assert client.post("/sparql", data={"query": query}).status_code == 400
    assert truth(get(client, ASK))


def test_from_fetches_nothing(client: httpx.Client) -> None:
    """An unknown graph in the query is empty, as SPARQL has it for a store that fetches nothing."""
    assert get(client, "SELECT * FROM <http://127.0.0.1:1/x> { ?s ?p ?o }").json()["results"]["bindings"] == []


# The dataset (2.1.4)


def test_without_a_dataset_facts_are_the_default_graph(client: httpx.Client) -> None:
    assert truth(get(client, VENUES))
    assert not truth(get(client, CLAIMS))
    assert truth(get(client, "ASK { GRAPH ?g { ?c a kg:Claim } }"))


@pytest.mark.parametrize("way", ["get", "form", "direct"])
@pytest.mark.parametrize(
    ("graphs", "venues", "claims", "classes"),
    [
        ([FACTS], True, False, False),
        ([EVIDENCE], False, True, False),
        ([FACTS, EVIDENCE], True, True, False),
        ([EVIDENCE, ONTOLOGY], False, True, True),
    ],
)
def test_default_graphs(
    client: httpx.Client, way: str, graphs: list[str], venues: bool, claims: bool, classes: bool
) -> None:
    dataset = {"default-graph-uri": graphs}
    found = [truth(ask(client, way, query, dataset)) for query in (VENUES, CLAIMS, CLASSES)]
    assert found == [venues, claims, classes]


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_named_graphs(client: httpx.Client, way: str) -> None:
    dataset = {"named-graph-uri": [EVIDENCE]}
    assert truth(ask(client, way, "ASK { GRAPH ?g { ?c a kg:Claim } }", dataset))
    assert not truth(ask(client, way, "ASK { GRAPH ?g { ?c a owl:Class } }", dataset))
    assert not truth(ask(client, way, VENUES, dataset)), "no default graph was asked for"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_default_and_named_graphs_together(client: httpx.Client, way: str) -> None:
    dataset = {"default-graph-uri": [FACTS], "named-graph-uri": [EVIDENCE, ONTOLOGY]}
    query = f"ASK {{ ?v a kg:Venue . GRAPH <{EVIDENCE}> {{ ?c a kg:Claim }} GRAPH <{ONTOLOGY}> {{ ?k a owl:Class }} }}"
    assert truth(ask(client, way, query, dataset))


def test_the_protocol_wins_over_from(client: httpx.Client) -> None:
    query = f"ASK FROM <{EVIDENCE}> FROM NAMED <{ONTOLOGY}> {{ ?v a kg:Venue }}"
    assert not truth(get(client, query))
    assert truth(ask(client, "get", query, {"default-graph-uri": [FACTS]}))


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["http://127.0.0.1:1/x.ttl", "file:///etc/passwd", "", "not an iri"])
def test_unknown_graphs_are_told(client: httpx.Client, name: str, graph: str) -> None:
    response = ask(client, "get", ASK, {name: [graph]})
    assert (response.status_code, EVIDENCE in response.text) == (400, True)


def test_evidence_joins_as_on_the_command_line(client: httpx.Client) -> None:
    both = "ASK { ?c a kg:Claim . ?v a kg:Venue }"
    assert not truth(get(client, both))
    assert truth(get(client, both, evidence="true"))
    assert truth(get(client, CLASSES, ontology="1"))
    assert not truth(get(client, CLASSES, evidence="true"))
    assert get(client, both, evidence="perhaps").status_code == 400


def ask(client: httpx.Client, way: str, query: str, dataset: dict[str, list[str]]) -> httpx.Response:
    if way == "get":
        return client.get("/sparql", params={"query": query, **dataset})
    if way == "form":
        return client.post("/sparql", data={"query": query, **dataset})
    return client.post("/sparql", params=dataset, content=query.encode(), headers={"Content-Type": DIRECT})


# The forms of answers (2.1.5, 2.1.6)


@pytest.mark.parametrize(
    "media",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
@pytest.mark.parametrize("query", [SELECT, ASK])
def test_rows_and_truths_in_each_form(client: httpx.Client, query: str, media: str) -> None:
    response = get(client, query, media)
    assert response.status_code == 200
    assert response.headers["content-type"].partition(";")[0] == media
    assert response.headers["vary"] == "Accept"
    assert len(response.content) > 3


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_are_the_same_in_each_form(client: httpx.Client, form: str) -> None:
    body = get(client, SELECT, format=form).content
    known = {row["v"]["value"] for row in get(client, SELECT).json()["results"]["bindings"]}
    assert len(known) == 3
    if form == "tsv":
        found = {line.strip("<>") for line in body.decode().splitlines()[1:]}
    else:
        found = (
            {str(row["v"]) for row in rdflib.query.Result.parse(StringIO(body.decode()), format=form)}
            if (form == "json" or form == "xml")
            else set(body.decode().split("\r\n")[1:-1])
        )
    assert found == known


@pytest.mark.parametrize(
    ("media", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
    ],
)
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_triples_in_each_form(client: httpx.Client, query: str, media: str, parser: str) -> None:
    response = get(client, query, media)
    assert response.headers["content-type"].partition(";")[0] == media
    found = rdflib.Graph().parse(data=response.content, format=parser)
    same = rdflib.Graph().parse(data=get(client, query, "text/turtle").content, format="turtle")
    assert len(found) == len(same) > 0
    assert set(found) == set(same)


def test_turtle_has_the_vocabularys_prefixes(client: httpx.Client) -> None:
    assert "ent:首钢园 " in get(client, DESCRIBE, "text/turtle").text


@pytest.mark.parametrize(
    ("query", "accept"),
    [
        (SELECT, "image/png"),
        (SELECT, "text/turtle"),
        (CONSTRUCT, "text/csv"),
        (ASK, "text/html"),
        (ASK, "text/csv;q=0"),
    ],
)
def test_no_form_that_is_acceptable(client: httpx.Client, query: str, accept: str) -> None:
    assert get(client, query, accept).status_code == 406


def test_quality_decides(client: httpx.Client) -> None:
    response = get(client, SELECT, "text/csv;q=0.2, application/sparql-results+xml;q=0.9, text/turtle")
    assert response.headers["content-type"] == "application/sparql-results+xml"


def test_format_wins_over_accept(client: httpx.Client) -> None:
    assert get(client, SELECT, "text/csv", format="json").headers["content-type"] == "application/sparql-results+json"
    assert get(client, CONSTRUCT, format="ttl").headers["content-type"] == "text/turtle; charset=utf-8"
    assert get(client, SELECT, format="docx").status_code == 400


def test_relative_iris_are_under_the_base(client: httpx.Client) -> None:
    assert truth(get(client, "ASK { <id/首钢园> a kg:Venue }"))


# Browsers, other sites, the description


def test_other_sites_may_read_answers_without_credentials(client: httpx.Client) -> None:
    headers = {"Origin": "https://elsewhere.example", "Access-Control-Request-Method": "POST"}
    asked = client.options("/sparql", headers=headers)
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, "*")
    assert "POST" in asked.headers["access-control-allow-methods"]
    assert "Content-Type" in asked.headers["access-control-allow-headers"]
    answered = get(client, ASK)
    assert answered.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answered.headers
    assert get(client, "wrong").headers["access-control-allow-origin"] == "*", "errors can be read, too"


def test_the_service_describes_itself(client: httpx.Client, server: Live) -> None:
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    response = client.get("/sparql", headers={"Accept": "text/turtle"})
    found = rdflib.Graph().parse(data=response.text, format="turtle")
    service = rdflib.URIRef(f"{server.url}/sparql")
    assert (service, rdflib.RDF.type, sd.Service) in found
    assert (service, sd.endpoint, service) in found
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in found
    assert {str(name) for name in found.objects(None, sd.name)} == {EVIDENCE, ONTOLOGY}
    counts = {int(n) for n in found.objects(None, rdflib.URIRef("http://rdfs.org/ns/void#triples"))}
    counted = get(client, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"][0]["n"]["value"]
    assert int(counted) in counts


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"]
)
def test_the_description_in_each_form(client: httpx.Client, media: str) -> None:
    response = client.get("/sparql", headers={"Accept": media})
    assert (response.status_code, response.headers["content-type"].partition(";")[0]) == (200, media)


def test_the_description_in_no_other_form(client: httpx.Client) -> None:
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_a_browser_is_led_to_the_page_for_queries(client: httpx.Client) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Dest": "document"}
    assert client.get("/sparql", headers=browser).headers["location"] == "/query"
    filled = client.get("/sparql", params={"query": ASK}, headers=browser)
    assert filled.status_code == 303
    assert filled.headers["location"].startswith("/query?query=ASK")


def test_hostile_words_stay_data(client: httpx.Client) -> None:
    evil = "<script>alert(1)</script>"
    response = get(client, f'SELECT ("{evil}" AS ?x) {{}}', "application/sparql-results+xml")
    assert evil not in response.text
    plain = get(client, f'SELECT ("{evil}" AS ?x) {{}}', "text/csv")
    assert plain.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in plain.headers["content-security-policy"]
