"""Pages as the server sends them: status, title, language, and the JSON that the search field asks for."""

from __future__ import annotations

import re
from urllib.parse import quote

import hostile_graph as attack
import pytest
from live import Live

HTML = {"Accept": "text/html"}
FAIR = "2022年中国国际服务贸易交易会"


def get(site: Live, path: str, **headers: str) -> tuple[int, str]:
    with site.client(headers={**HTML, **headers}) as client:
        answer = client.get(path)
        return answer.status_code, answer.text


def title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    assert found
    return found[1]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/", 200, "新闻知识图谱"),
        (f"/id/{quote(FAIR)}", 200, FAIR),
        ("/id/" + quote("没有这个名字"), 404, "没有这个名字"),
        ("/doc/none", 404, "没有这一页"),
        ("/fact/none", 404, "没有这一页"),
        ("/claim/none", 404, "没有这一页"),
        ("/nothing/here", 404, "没有这一页"),
        ("/paths", 200, "两者如何关联"),
        ("/conflicts", 200, "报道不一致之处"),
        ("/conflicts?page=99999999999", 200, "报道不一致之处"),
        ("/query", 200, "SPARQL"),
        ("/search?q=" + quote("服贸"), 200, "服贸"),
        ("/id/" + quote("../../../etc/passwd", safe=""), 404, "passwd"),
        ("/doc/" + quote("../../kg.ttl", safe=""), 404, ""),
        ("/explorer/..%2f..%2fmounting.py", 404, ""),
        ("/id/%ff%fe", 404, "图谱中没有"),
    ],
)
def test_an_address_has_its_status_and_title(site: Live, path: str, status: int, words: str) -> None:
    found, page = get(site, path)
    assert found == status
    if words:
        assert words in title(page)


@pytest.mark.parametrize(
    ("headers", "language", "words"),
    [
        ({}, "zh-CN", "新闻知识图谱"),
        ({"Accept-Language": "en-GB,en;q=0.9"}, "en-US", "News graph"),
        ({"Accept-Language": "de,zh;q=0.5"}, "zh-CN", "新闻知识图谱"),
        ({"Accept-Language": "zh", "Cookie": "kg_lang=en"}, "en-US", "News graph"),
        ({"Accept-Language": "en;q=x,,;", "Cookie": "kg_lang=<b>"}, "zh-CN", "新闻知识图谱"),
    ],
)
def test_the_language_follows_the_request(site: Live, headers: dict[str, str], language: str, words: str) -> None:
    _, page = get(site, "/", **headers)
    assert f'<html lang="{language}"' in page
    assert words in title(page)


def test_suggestions_have_name_class_and_address(site: Live) -> None:
    with site.client() as client:
        found = client.get("/suggest", params={"q": "sgy"}).json()
        assert found[0]["name"] == "首钢园"
        assert found[0]["class"] == "场馆"
        assert found[0]["path"] == "/id/" + quote("首钢园")
        english = client.get("/suggest", params={"q": "sgy"}, headers={"Accept-Language": "en"}).json()
        assert english[0]["class"] == "venue"


@pytest.mark.parametrize("text", ["", "没有" * 1000, "\x00", "%", '"'])
def test_suggestions_for_anything_are_a_list(site: Live, text: str) -> None:
    with site.client() as client:
        answer = client.get("/suggest", params={"q": text})
    assert answer.status_code == 200
    assert isinstance(answer.json(), list)


def test_a_search_for_a_whole_name_opens_its_page(site: Live) -> None:
    with site.client(headers=HTML) as client:
        answer = client.get("/search", params={"q": "GATIS"})
    assert answer.status_code == 303
    assert answer.headers["location"] == "/id/" + quote("全球服务贸易联盟")


def test_a_claim_leads_to_its_place_in_the_article(site: Live) -> None:
    with site.client(headers=HTML) as client:
        query = (
            "SELECT ?c ?d { GRAPH ?g { ?c a kg:Claim ; kg:quote '联盟总部设在北京' ; prov:wasDerivedFrom ?d } } LIMIT 1"
        )
        row = client.get("/sparql", params={"query": query, "format": "json"}).json()["results"]["bindings"][0]
        claim, article = (row[v]["value"].rpartition("/")[2] for v in ("c", "d"))
        answer = client.get(f"/claim/{claim}")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/doc/{article}?claim={claim}#claim"


def test_an_unknown_name_gets_what_is_near(site: Live) -> None:
    status, page = get(site, "/id/" + quote("首钢园展区"))
    assert status == 404
    assert "您要找的是不是" in page
    assert '"/id/' + quote("首钢园") + '"' in page


def test_hubs_show_the_first_of_each_property_and_a_button_for_more(hostile: Live) -> None:
    _, page = get(hostile, "/id/" + quote(attack.FAIR, safe=""))
    assert sum(f'"{name}"' in page for name in attack.CROWD) <= 8
    assert "再显示" in page


def test_the_hostile_graph_makes_no_markup_and_no_link_that_runs(hostile: Live) -> None:
    with hostile.client(headers=HTML) as client:
        for path in ("/", "/doc/x1", "/doc/x2", "/conflicts", "/search?q=" + quote("公司")):
            page = client.get(path).text
            assert "<script>alert" not in page
            assert "<img src=x" not in page
            assert not re.search(r'"href":\s*"javascript:', page)
