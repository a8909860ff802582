"""The tables of `kg view`'s page: all that the graph says is in them, and nothing can break out of them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import conflict_graph
import pytest
import sample_graph as sample
from command import ROOT, environment, kg, no_traceback
from view_graphs import replicated

from kg.errors import ResourceError
from kg.export.view.data import Proof, diameter, quoted, tables
from kg.export.view.echarts import inlined
from kg.export.view.page import embedded, page
from kg.graph.facts import links

GRAPH = sample.graph()
TABLES = tables(GRAPH)


def names(index: int) -> str:
    return str(TABLES["nodes"][index][1])


def test_every_entity_is_in_the_page_with_its_names() -> None:
    assert [row[0] for row in TABLES["nodes"]] == [e.id for e in GRAPH.entities()]
    fair = next(row for row in TABLES["nodes"] if row[1] == sample.FAIR)
    assert fair[6] == ["茶博会"]
    assert "cbh" in fair[7].split()


def test_every_fact_is_in_the_page_with_its_ends() -> None:
    for row, fact in zip(TABLES["facts"], GRAPH.facts(), strict=True):
        ends = [GRAPH.view(e).name for _, e in links(fact.fact)]
        assert TABLES["properties"][row[0]][0] == fact.predicate
        assert [names(i) for i in row[1:3] if i >= 0] == ends
        assert (row[4], row[7], row[8]) == (fact.status, int(fact.derived), fact.support)


def test_every_claim_of_a_fact_stands_with_its_sentence_and_article() -> None:
    for row, fact in zip(TABLES["facts"], GRAPH.facts(), strict=True):
        said = [TABLES["claims"][i] for i in row[9]]
        assert [TABLES["sentences"][c[0]] for c in said] == [e.sentence for e in fact.evidence()]
        assert [TABLES["articles"][c[1]][0] for c in said] == [e.title for e in fact.evidence()]
        assert [c[4] for c in said] == [e.status for e in fact.evidence()]


def test_conflicts_name_their_facts() -> None:
    found = tables(conflict_graph.graph())
    figures = next(row for row in found["conflicts"] if row[1] == "figures")
    assert [value for value, _ in figures[4]] == ["446家", "507家"]
    assert [found["facts"][fact][3] for _, fact in figures[4]] == ["参展企业 446家", "参展企业 507家"]
    assert tables(conflict_graph.graph(conflicting=False))["conflicts"] == []


@pytest.mark.parametrize(
    ("sentence", "quote", "prefix", "found"),
    [
        ("本届有300家企业。", "300家", "", "300家"),
        ("甲3家，乙3家。", "3家", "乙", "3家"),
        ("他说：“好。", "“好。很好。”", "说：", "“好。"),
        ("没有这话。", "别的", "", ""),
        ("空的。", "", "", ""),
    ],
)
def test_quotes_are_found_in_their_sentences(sentence: str, quote: str, prefix: str, found: str) -> None:
    start, end = quoted(sentence, quote, prefix)
    assert sentence[start:end] == found


def test_the_prefix_tells_equal_quotes_apart() -> None:
    assert quoted("甲3家，乙3家。", "3家", "乙") == (5, 7)


def test_offsets_count_as_javascript_does() -> None:
    made = sample.make_article("a9", ("𠮷野家有3家店。",))
    claim = sample.say(made, 0, sample.claims()[-1].fact)
    evidence = next(iter(GRAPH.evidence.values()))
    proof = Proof(GRAPH)
    row = proof.rows[proof.row(replace(evidence, claim=claim, sentence=made.article.text, quote="3家", prefix=""))]
    assert row[2:4] == [5, 2]  # 𠮷 is two units


def test_years_are_those_of_reports_and_of_events() -> None:
    by_fact = dict(zip((str(f) for f in GRAPH.facts()), TABLES["facts"], strict=True))
    assert by_fact[f"{sample.ALLIANCE} founded 2020"][5:7] == [[2031, 2031], [2020, 2020]]
    assert by_fact[f"{sample.FAIR} heldAt {sample.HALL}"][6] == [2031, 2031]
    assert by_fact[f"{sample.COMPANY} memberOf {sample.ALLIANCE}"][6] == []


def test_nodes_grow_with_their_neighbours_up_to_a_bound() -> None:
    assert diameter(0) < diameter(1) < diameter(9) < diameter(10_000) == diameter(20_000)


def test_json_cannot_leave_its_element() -> None:
    hostile = "</script><!--&\u2028\u2029"
    written = embedded([hostile])
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == [hostile]


def test_the_page_is_one_file_with_the_licence_and_a_policy() -> None:
    text = page(GRAPH)
    assert "Apache License" in text
    assert "default-src 'none'" in text
    assert "unsafe" not in text.partition("</head>")[0]
    head, _, _ = text.partition('<script type="application/json"')
    assert re.findall(r"(?:src|href)=\"([^\"]*)\"", head) == ["data:,"]


def test_the_same_graph_gives_the_same_bytes_under_any_hash_seed() -> None:
    code = (
        "import sys, hashlib; sys.path.insert(0, 'tests'); import sample_graph as s\n"
        "from view_graphs import replicated\n"
        "from kg.export.view.page import page\n"
        "print(hashlib.sha256(page(replicated(s.graph(), 12)).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment(PYTHONHASHSEED=seed),
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "77")
    }
    assert len(found) == 1


def chunk(folder: Path, index: str, text: str) -> Path:
    (folder / "index.js").write_text(index, encoding="utf-8")
    (folder / "index-x_1.js").write_text(text, encoding="utf-8")
    return folder


INDEX = (
    'import{aS as a,aT as r}from"./index-x_1.js";export{a as echarts,r as loadEchartsGL};\n//# sourceMappingURL=i.map'
)


def test_the_script_is_found_whatever_its_hashes_and_names(tmp_path: Path) -> None:
    script = inlined(chunk(tmp_path, INDEX, 'var z=1,B=()=>import("./gl.js");export{z as aS,B as aT};\n//# sourceMap'))
    assert script == "var z=1,B=()=>Promise.reject(new Error());\nglobalThis.echarts=z;"


@pytest.mark.parametrize(
    ("index", "text"),
    [
        ("export default 1", "export{z as aS};"),
        (INDEX, "var z=1;"),
        (INDEX, "var z=1;export{z as other};"),
        (INDEX, 'import"./more.js";var z=1;export{z as aS};'),
        (INDEX, "var z='</script>';export{z as aS};"),
        (INDEX.replace("index-x_1", "gone"), "export{z as aS};"),
    ],
)
def test_a_changed_package_is_told(tmp_path: Path, index: str, text: str) -> None:
    with pytest.raises(ResourceError, match="NiceGUI"):
        inlined(chunk(tmp_path, index, text))


def test_the_command_writes_the_page(tmp_path: Path) -> None:
    out = tmp_path / "new" / "graph.html"
    ran = kg("view", ROOT / "exports", "-o", out, "--lang", "en", "--kinds", "Venue,Event", "--since", "2022")
    assert (ran.code, ran.out) == (0, "")
    assert "page written to" in ran.err
    text = out.read_text(encoding="utf-8")
    assert '<html lang="en">' in text
    data = json.loads(text.partition('id="data">')[2].partition("</script>")[0])
    assert {row[0] for row in data["classes"]} == {"Venue", "Event"}


@pytest.mark.parametrize(
    "arguments", [("-o", "."), ("-o", "x.html", "--kinds", "Venu"), ("-o", "x.html", "--since", "soon")]
)
def test_wrong_use_is_told(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = kg("view", ROOT / "exports", *arguments, cwd=tmp_path)
    assert ran.code == 2
    assert no_traceback(ran)
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "igraph.py").write_text("raise ImportError('no igraph here')", encoding="utf-8")
    path = f"{tmp_path}:{ROOT}"
    ran = kg("view", ROOT / "exports", "-o", tmp_path / "x.html", env={"PYTHONPATH": path})
    assert ran.code == 2
    assert "pip install 'kg[web]'" in ran.err


def test_a_copy_has_other_names() -> None:
    twice = replicated(GRAPH, 2)
    assert len(twice.entities()) == 2 * len(GRAPH.entities()) - 1
    assert len(twice.facts()) > 1.9 * len(GRAPH.facts()) - 5
