"""A graph written from records is the graph that fits in memory, byte by byte."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path

import contradicting
import line
import pytest
import sample_graph as sample
from command import ROOT
from resolved_records import ListEngine, records
from written_corpus import SHARED, document, items

import kg
from kg.dataflow import Record
from kg.graph.assemble import assemble
from kg.graph.linking import LinkRow, LinkTable
from kg.graph.namespaces import Namespaces
from kg.model import Document, Entity, Issue, Position, Relation, Resolution, Sentence
from kg.pipeline import Build, assemble_graph, process_articles, resolve_documents
from kg.rdf import terms
from kg.rdf.ontology import read_schema
from kg.rdf.shapes import Shapes
from kg.rdf.validate import validate
from kg.read.articles import ReadResult, read_articles
from kg.store.engine import LocalEngine
from kg.store.large.check import NEAR
from kg.store.large.entities import PerEntity
from kg.store.large.write import Counts, write_graph
from kg.store.outputs import build_files, issue_counts

NO_READ = ReadResult((), (), 0)
LINKS = LinkTable(
    "links.csv",
    tuple(
        LinkRow(number, number * 10, f"{name},{iri}", name, iri, "", predicate)
        for number, (name, iri, predicate) in enumerate(
            [
                (sample.FAIR, "https://example.org/1", "exactMatch"),
                (sample.FAIR, "https://example.org/2", "sameAs"),
                (sample.PERSON, "https://example.org/3", "exactMatch"),
                (sample.PERSON, "https://example.org/4", "exactMatch"),
                ("nobody", "https://example.org/5", "exactMatch"),
            ],
            start=2,
        )
    ),
)


def without_network(manifest: bytes) -> bytes:
    """A manifest as if no `graph.json` had been made."""
    told = json.loads(manifest)
    del told["files"]["graph.json"]
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def expected(build: Build) -> dict[str, bytes]:
    files = build_files(build)
    manifest = without_network(files["manifest.json"])
    return {name: data for name, data in files.items() if name != "graph.json"} | {"manifest.json": manifest}


def files_in(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def check(
    build: Build, sentences: Mapping[str, Sequence[Sentence]], out: Path, tables: Sequence[LinkTable] = ()
) -> Counts:
    """Write the build with an engine that shuffles, and compare all files."""
    first = len(build.read.issues)
    engine = ListEngine()
    counts = write_graph(
        engine.dataset(records(replace(build.resolution, issues=build.resolution.issues[first:]), sentences)),
        engine,
        out,
        build.graph.schema,
        build.graph.namespaces,
        issues=build.read.issues,
        skipped=build.read.skipped,
        tables=tables,
    )
    assert files_in(out) == expected(build)
    assert counts.violations == validate(build.graph)
    return counts


def in_memory(
    documents: Sequence[Document], read: ReadResult, **options: object
) -> tuple[Build, dict[str, Sequence[Sentence]]]:
    resolution = resolve_documents(documents, read)
    build = Build(assemble_graph(resolution, documents, **options), read, resolution)  # type: ignore[arg-type]
    return build, {d.article.id: d.sentences for d in documents}


@cache
def seeds() -> tuple[tuple[Document, ...], ReadResult]:
    read = read_articles([str(ROOT / "seeds" / "articles")])
    return tuple(process_articles(read.articles, resources=line.resources(), lean=True)), read


def test_the_seed_articles_on_disk(tmp_path: Path) -> None:
    documents, read = seeds()
    build, sentences = in_memory(documents, read)
    given = replace(build.resolution, issues=build.resolution.issues[len(read.issues) :])
    with LocalEngine(tmp_path / "engine") as engine:
        dataset = engine.dataset(records(given, sentences))
        counts = write_graph(
            dataset, engine, tmp_path / "out", build.graph.schema, issues=read.issues, skipped=read.skipped
        )
    assert files_in(tmp_path / "out") == expected(build)
    assert (counts.entities, counts.facts) == build.graph.counts()
    assert (counts.articles, counts.claims) == (len(build.graph.articles), len(build.graph.evidence))
    assert counts.issues == issue_counts(build)
    assert counts.conflicts == len(build.graph.conflicts()) > 0


def test_the_seed_articles_under_another_base(tmp_path: Path) -> None:
    documents, read = seeds()
    check(*in_memory(documents, read, base_iri="http://news.example/kg"), tmp_path)


def test_a_graph_with_every_kind_of_fact(tmp_path: Path) -> None:
    graph, resolution = sample.graph(), sample.resolution()
    sentences = {m.article.id: m.sentences for m in (sample.FIRST, sample.SECOND)}
    check(Build(graph, NO_READ, resolution), sentences, tmp_path)


def test_links_out_of_the_graph(tmp_path: Path) -> None:
    resolution = sample.resolution()
    sentences = {m.article.id: m.sentences for m in (sample.FIRST, sample.SECOND)}
    graph = assemble(resolution, read_schema(), sentences=sentences, tables=[LINKS])
    check(Build(graph, NO_READ, resolution), sentences, tmp_path, [LINKS])
    assert len(graph.links) == 2
    assert {"ambiguous-link", "unused-links"} <= {i.kind for i in graph.issues}


def test_what_breaks_the_shapes_is_found_in_every_kind_of_lot(tmp_path: Path) -> None:
    """A schema that asks less than the shapes lets through what breaks these."""
    shipped = read_schema()
    lax = replace(shipped.properties["exhibitsAt"], range=())
    schema = replace(shipped, properties={**shipped.properties, "exhibitsAt": lax})
    resolution = sample.with_claims(
        replace(sample.say(sample.FIRST, 1, Position(sample.PERSON, sample.OFFICE, "副局长"), confidence=1.5), id="x1"),
        replace(sample.say(sample.FIRST, 1, Relation(sample.COMPANY, "exhibitsAt", sample.FAIR)), id="x2", sentence=-1),
        replace(sample.say(sample.SECOND, 1, Relation(sample.COMPANY, "exhibitsAt", sample.FAIR)), extractor=""),
        sample.say(sample.FIRST, 1, Relation(sample.COMPANY, "exhibitsAt", sample.PERSON)),
    )
    sentences = {m.article.id: m.sentences for m in (sample.FIRST, sample.SECOND)}
    graph = assemble(resolution, schema, sentences=sentences)
    found = check(Build(graph, NO_READ, resolution), sentences, tmp_path).violations
    assert {v.focus.split("/")[3] for v in found} == {"claim", "extractor", "id"}


def test_lots_hold_of_the_things_around_what_the_shapes_look_at() -> None:
    assert Shapes(Namespaces()).around <= {term.value for term in (*NEAR, terms.HAS_SOURCE)}


def test_no_articles_at_all(tmp_path: Path) -> None:
    build, sentences = in_memory((), NO_READ)
    check(build, sentences, tmp_path)


@pytest.mark.parametrize("seed", range(12))
def test_articles_that_contradict_each_other(tmp_path: Path, seed: int) -> None:
    resolution, made = contradicting.resolution(seed)
    check(*contradicting_build(resolution, made), tmp_path)


def contradicting_build(
    resolution: Resolution, made: Mapping[str, sample.Made]
) -> tuple[Build, dict[str, Sequence[Sentence]]]:
    sentences = {name: m.sentences for name, m in made.items()}
    return Build(assemble(resolution, read_schema(), sentences=sentences), NO_READ, resolution), dict(sentences)


def test_these_articles_do_contradict_each_other() -> None:
    """Each kind of conflict is among those compared above, and figures about a venue that are told of its event."""
    kinds, guests = set(), 0
    for seed in range(12):
        graph = contradicting_build(*contradicting.resolution(seed))[0].graph
        for conflict in graph.conflicts():
            kinds.add(conflict.kind)
            facts = [graph.stated[a.fact].fact for a in conflict.alternatives]
            guests += sum(getattr(fact, "about", conflict.about) != conflict.about for fact in facts)
    assert kinds == {"dates", "values", "roles", "figures"}
    assert guests > 0


@pytest.mark.parametrize(("steps", "conflicts"), [(3, 0), (2, 1)], ids=["one lies in the other", "it does not"])
def test_places_that_lie_in_each_other_over_several_steps(tmp_path: Path, steps: int, conflicts: int) -> None:
    """Headquarters in a village and in its province are no conflict; who says what lies in what are other entities."""
    places = ("青岭村", "云水镇", "海湾县", "远江省")
    one, two = (
        sample.make_article(name, ("一句。", "两句。", "三句。", "四句。"), path=f"{name}.txt") for name in ("d1", "d2")
    )
    claims = [
        sample.say(one, 3, Relation(sample.COMPANY, "headquarters", places[0])),
        sample.say(two, 3, Relation(sample.COMPANY, "headquarters", places[-1])),
        *(sample.say(one, n, Relation(places[n], "locatedIn", places[n + 1])) for n in range(steps)),
    ]
    entities = (*sample.entities(), *(Entity(name, "AdministrativeArea", name, (name,)) for name in places))
    resolution = Resolution((one.article, two.article), entities, tuple(claims))
    sentences = {m.article.id: m.sentences for m in (one, two)}
    graph = assemble(resolution, read_schema(), sentences=sentences)
    assert check(Build(graph, NO_READ, resolution), sentences, tmp_path).conflicts == conflicts


def test_a_narrower_property_and_one_that_holds_both_ways_in_an_ontology_of_ones_own(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    shipped = (ROOT / "ontology" / "kg.ttl").read_text(encoding="utf-8")
    own.write_text(
        f"{shipped}\nkg:alliedWith a owl:ObjectProperty ; rdfs:subPropertyOf kg:cooperatesWith ;"
        ' rdfs:domain kg:Organization ; rdfs:range kg:Organization ; rdfs:label "结盟"@zh , "allied with"@en .\n',
        encoding="utf-8",
    )
    schema = read_schema(own)
    claims = [
        sample.say(sample.FIRST, 2, Relation(sample.COMPANY, "cooperatesWith", sample.PARTNER)),
        sample.say(sample.SECOND, 1, Relation(sample.PARTNER, "alliedWith", sample.COMPANY)),
    ]
    resolution = sample.with_claims(*claims)
    sentences = {m.article.id: m.sentences for m in (sample.FIRST, sample.SECOND)}
    graph = assemble(resolution, schema, sentences=sentences, namespaces=Namespaces())
    check(Build(graph, NO_READ, resolution), sentences, tmp_path / "out")


def test_names_that_no_text_file_can_hold(tmp_path: Path) -> None:
    odd = sample.make_article("c1", ("一句。",), path="b\udc80.txt", title="\ud800标题")
    even = sample.make_article("c2", ("一句。",), path="b\ue000.txt")
    name = "甲\udfff公司\n\x01 ."
    claims = [sample.say(m, 0, Relation(name, "exhibitsAt", sample.FAIR)) for m in (odd, even)]
    entities = (*sample.entities(), Entity(name, "Company", name, (name,)))
    issues = (Issue("doubt", "b", "b\ue000"), Issue("doubt", "a", "b\udc80"))
    resolution = Resolution((odd.article, even.article), entities, tuple(claims), issues=tuple(reversed(issues)))
    sentences = {m.article.id: m.sentences for m in (odd, even)}
    graph = assemble(resolution, read_schema(), sentences=sentences)
    with LocalEngine(tmp_path / "engine") as engine:
        given = [r for r in records(resolution, sentences) if r.kind not in ("entity", "issue")]
        given += [Record("entity", f"{n}", "", e) for n, e in enumerate(entities)]
        given += [Record("issue", "", f"{n}", i) for n, i in enumerate(issues)]
        write_graph(engine.dataset(given), engine, tmp_path / "out", read_schema())
    assert files_in(tmp_path / "out") == expected(Build(graph, NO_READ, resolution))


def test_a_network_from_an_earlier_build_does_not_stay(tmp_path: Path) -> None:
    (tmp_path / "graph.json").write_text("{}")
    documents, read = seeds()
    check(*in_memory(documents[:2], replace(read, issues=())), tmp_path)
    assert len(kg.load(tmp_path).articles) == 2


def test_an_entity_takes_memory_by_its_facts_and_not_by_its_claims() -> None:
    fact = Relation(sample.COMPANY, "exhibitsAt", sample.FAIR)
    around = ((sample.FAIR, "Event", sample.FAIR),)

    def stream(count: int) -> Iterator[Record]:
        yield Record("entity", "", "", Entity(sample.COMPANY, "Company", sample.COMPANY, ()))
        for number in range(count):
            day = date(2031, 1, 1).toordinal() + number % 100
            yield Record("said", "", f"{number:016}", (day, ((fact, 0.9, "asserted"),), around))

    group = PerEntity(read_schema(), Namespaces())
    peaks = []
    for count in (500, 500, 5000):  # the first one fills caches
        tracemalloc.start()
        made = [record for record in group("", stream(count)) if record.kind == "facts"]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert f"kg:support {count}".encode() in b"".join(lines for _, lines in (r.value for r in made))
    assert peaks[2] < 1.5 * peaks[1]


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the written corpus is not here")
def test_articles_of_the_written_corpus(tmp_path: Path) -> None:
    articles = [document(item).article for item in islice(items(0, 5), 100)]
    documents = tuple(process_articles(articles, resources=line.resources(), lean=True))
    check(*in_memory(documents, NO_READ), tmp_path)
