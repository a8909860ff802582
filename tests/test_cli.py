"""The command line: what goes in, what comes out, and how it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sample_graph as sample
from command import GOOD, TEXT, Ran, environment, kg, no_traceback

from kg import cli
from kg.evaluate.compare import KINDS
from kg.pipeline import STAGE_NAMES
from kg.rdf.write import evidence_turtle, facts_turtle

QUESTION = "SELECT ?name { ?o kg:exhibitsAt ?e ; skos:prefLabel ?name } ORDER BY ?name"


def write_graph(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    graph = sample.graph()
    (folder / "kg.ttl").write_bytes(facts_turtle(graph))
    (folder / "evidence.ttl").write_bytes(evidence_turtle(graph))
    return folder


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_graph(tmp_path_factory.mktemp("saved") / "graph")


@pytest.fixture
def call(capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    """`main` in this process: quicker, and good enough where streams and signals do not matter."""

    def run(*arguments: str | Path) -> Ran:
        code = cli.main([str(a) for a in arguments])
        out, err = capsysbinary.readouterr()
        return Ran(code, out.decode(), err.decode(), out)

    return run


Call = Callable[..., Ran]


def test_kinds_are_those_that_are_compared() -> None:
    assert cli.KINDS == KINDS


def test_stage_names_are_those_of_the_pipeline() -> None:
    assert cli.STAGES == STAGE_NAMES


@pytest.mark.parametrize(
    "arguments",
    [[], ["build"], ["query"], ["show"], ["validate"], ["eval"], ["patterns"]],
    ids=lambda a: "".join(a) or "kg",
)
def test_every_help_has_an_example(call: Call, arguments: list[str]) -> None:
    ran = call(*arguments, "--help")
    assert ran.code == 0
    assert ran.out.count(f"  kg {' '.join(arguments)}".rstrip()) or "kg build seeds/articles --out exports" in ran.out


def test_version(call: Call) -> None:
    assert call("--version").out.startswith("kg 0.")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "usage: kg"),
        (["buidl"], "invalid choice: 'buidl'"),
        (["build"], "PATH"),
        (["build", "x"], "--out DIR"),
        (["build", "x", "--out", "y", "--jobs", "two"], "--jobs"),
        (["build", "x", "--out", "y", "--jobs", "0"], "at least 1"),
        (["build", "x", "--out", "y", "--min-confidence", "high"], "--min-confidence"),
        (["build", "x", "--out", "y", "--min-confidence", "1.5"], "between 0 and 1"),
        (["build", "x", "--until", "nonsense"], "--until"),
        (["build", "x", "--out", "y", "--base-iri", "not an iri"], "not an absolute IRI"),
        (["build", "nowhere.txt", "--out", "y"], "nowhere.txt: no such file"),
        (["query"], "needs a query"),
        (["query", "ASK {}", "--file", "q.rq"], "needs a query"),
        (["query", "--file", "nowhere.rq"], "nowhere.rq: cannot be read"),
        (["query", "ASK {}", "--format", "xml"], "--format"),
        (["query", "ASK {}", "--graph", "nowhere"], "nowhere: no such file or folder"),
        (["show", "甲", "--graph", "nowhere"], "nowhere: no such file or folder"),
        (["eval"], "--gold"),
        (["eval", "--gold", "nowhere"], "nowhere: no gold files"),
        (["patterns", "check", "nowhere.yaml"], "nowhere.yaml"),
        (["validate", "nowhere"], "nowhere: no such file or folder"),
    ],
)
def test_wrong_use_is_told_and_ends_with_2(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = call(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert no_traceback(ran)
    assert not (tmp_path / "y").exists()


def test_query_as_a_table(call: Call, saved: Path) -> None:
    lines = call("query", QUESTION, "--graph", saved).out.splitlines()
    assert lines[0].strip() == "name"
    assert [line.strip() for line in lines[2:-1]] == sorted([sample.COMPANY, sample.CITY])
    assert lines[-1] == "(2 rows)"


@pytest.mark.parametrize(
    ("form", "start"),
    [("json", '{"head":{"vars":["name"]}'), ("csv", "name\r\n"), ("tsv", "?name\n")],
)
def test_query_for_machines(call: Call, saved: Path, form: str, start: str) -> None:
    ran = call("query", QUESTION, "--graph", saved, "--format", form)
    assert ran.code == 0
    assert ran.out.startswith(start)
    assert sample.COMPANY in ran.out


def test_construct_as_turtle(call: Call, saved: Path) -> None:
    ran = call("query", "CONSTRUCT { ?o kg:meets ?e } { ?o kg:exhibitsAt ?e }", "--graph", saved, "--format", "ttl")
    assert "@prefix ent:" in ran.out
    assert f"ent:{sample.COMPANY} kg:meets" in ran.out


def test_query_from_a_file_and_standard_input(call: Call, saved: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("\ufeffASK { ent:海湾市 a kg:Place }", encoding="utf-8")
    assert call("query", "--file", tmp_path / "q.rq", "--graph", saved).out == "yes\n"
    assert kg("query", "-", "--graph", saved, stdin=b"ASK { ?s kg:nothing ?o }").out == "no\n"


def test_evidence_is_asked_for(call: Call, saved: Path) -> None:
    question = "ASK { ?c a kg:Claim }"
    assert call("query", question, "--graph", saved).out == "no\n"
    assert call("query", question, "--graph", saved, "--evidence").out == "yes\n"


def test_a_mistake_in_a_query_is_shown_where_it_is(call: Call, saved: Path) -> None:
    ran = call("query", "SELECT ?n {\n  ?展 kg:heldAt ] }", "--graph", saved)
    assert (ran.code, ran.out) == (2, "")
    assert "line 2, column 16" in ran.err
    assert ran.err.splitlines()[-1].endswith("^")


def test_show_gives_each_fact_with_its_sentence_and_article(call: Call, saved: Path) -> None:
    ran = call("show", sample.COMPANY, "--graph", saved)
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith(sample.COMPANY)
    at = next(i for i, line in enumerate(lines) if line.startswith("exhibitsAt"))
    assert lines[at + 1].strip() == sample.FAIR
    assert lines[at + 2].strip().startswith("“")
    assert sample.SECOND.article.title in lines[at + 3]


def test_show_suggests_near_names(call: Call, saved: Path) -> None:
    ran = call("show", sample.COMPANY[:-1] + "X", "--graph", saved)
    assert ran.code == 2
    assert "no entity is called" in ran.err
    assert "did you mean" in ran.err


def test_show_lists_the_candidates_of_an_ambiguous_name(call: Call, tmp_path: Path) -> None:
    ttl = "@prefix kg: <https://kg.example.org/ontology#> .\n@prefix ent: <https://kg.example.org/id/> .\n"
    ttl += "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    for name in ("王晓_甲局", "王晓_乙厂"):
        ttl += f'ent:{name} a kg:Person, kg:Agent ; skos:prefLabel "王晓"@zh .\n'
    (tmp_path / "kg.ttl").write_text(ttl, encoding="utf-8")
    ran = call("show", "王晓", "--graph", tmp_path)
    assert ran.code == 2
    assert "ent:王晓_乙厂" in ran.err
    assert "ent:王晓_甲局" in ran.err
    assert call("show", "ent:王晓_甲局", "--graph", tmp_path).code == 0


def test_control_characters_of_a_graph_do_not_reach_the_terminal(call: Call, tmp_path: Path) -> None:
    ttl = "@prefix kg: <https://kg.example.org/ontology#> .\n@prefix ent: <https://kg.example.org/id/> .\n"
    ttl += "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    ttl += 'ent:甲 a kg:Venue, kg:Place ; skos:prefLabel "甲"@zh ; skos:altLabel "乙\\u001B[31m红"@zh .\n'
    (tmp_path / "kg.ttl").write_text(ttl, encoding="utf-8")
    for arguments in (["show", "甲"], ["query", "SELECT ?l { ?s skos:altLabel ?l }"]):
        ran = call(*arguments, "--graph", tmp_path)
        assert "红" in ran.out
        assert "\x1b" not in ran.out


@pytest.mark.parametrize("engine", [[], ["--engine", "shacl"], ["--engine", "pyshacl"]])
def test_validate(call: Call, saved: Path, engine: list[str]) -> None:
    ran = call("validate", saved, *engine)
    assert ran.code == 0
    assert "keeps all its shapes" in " ".join(ran.out.split())  # long paths wrap the line


def test_validate_ends_with_1_where_a_shape_is_broken(call: Call, saved: Path, tmp_path: Path) -> None:
    text = (saved / "kg.ttl").read_text(encoding="utf-8")
    (tmp_path / "kg.ttl").write_text(text + f"\nent:{sample.COMPANY} kg:heldAt ent:{sample.FAIR} .\n", encoding="utf-8")
    ran = call("validate", tmp_path)
    assert ran.code == 1
    assert f"ent:{sample.COMPANY} kg:heldAt" in ran.err
    assert "breaks its shapes in" in ran.err


def test_a_bug_is_one_line_and_3(call: Call, saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(arguments: object) -> int:
        raise ZeroDivisionError("seven by\nnought")

    monkeypatch.setattr("kg.console.validate.run", broken)
    ran = call("validate", saved)
    assert ran.code == 3
    assert ran.err == "kg: a bug: ZeroDivisionError: seven by (--debug shows the traceback; please report it)\n"
    assert "Traceback" in call("validate", saved, "--debug").err
    assert "Traceback" in call("--debug", "validate", saved).err
    monkeypatch.setenv("KG_DEBUG", "1")
    assert "Traceback" in call("validate", saved).err


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ran]:
    folder = tmp_path_factory.mktemp("built")
    (folder / "in").mkdir()
    (folder / "in" / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "in" / "b.txt").write_bytes(b"")
    return folder, kg("build", "in", "--out", "out", "--base-iri", "https://tea.example.org/", cwd=folder)


def test_build_writes_its_files(built: tuple[Path, Ran]) -> None:
    folder, ran = built
    assert ran.code == 0, ran.err
    names = {
        "kg.ttl",
        "evidence.ttl",
        "conflicts.ttl",
        "articles.jsonl",
        "graph.json",
        "resolution.jsonl",
        "issues.jsonl",
        "manifest.json",
        "claims",
    }
    assert {p.name for p in (folder / "out").iterdir()} == names
    assert "https://tea.example.org/id/" in (folder / "out" / "kg.ttl").read_text(encoding="utf-8")


def test_build_tells_what_it_did(built: tuple[Path, Ran]) -> None:
    _, ran = built
    assert ran.out.startswith("1 articles read, 1 files skipped")
    for words in ("Entities", "Facts", "Issues", "Person", "Position", "empty"):
        assert words in ran.out
    assert "kg: in/b.txt: the file is empty [empty]" in ran.err.splitlines()
    assert "kg: extracting facts from 1 articles" in ran.err.splitlines()


def test_issues_have_file_and_place(built: tuple[Path, Ran]) -> None:
    folder, _ = built
    issues = [json.loads(line) for line in (folder / "out" / "issues.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"kind": "empty", "message": "the file is empty", "source": "in/b.txt", "place": ""} in issues


def test_the_manifest_names_inputs_counts_and_versions(built: tuple[Path, Ran]) -> None:
    folder, _ = built
    text = (folder / "out" / "manifest.json").read_text(encoding="utf-8")
    manifest = json.loads(text)
    assert [i["path"] for i in manifest["inputs"]] == ["in/a.txt"]
    assert manifest["counts"]["articles"] == 1
    assert manifest["counts"]["skipped"] == 1
    assert set(manifest["versions"]) == {"kg", "jieba", "lexicons", "ontology"}
    assert set(manifest["files"]) == {
        "kg.ttl",
        "evidence.ttl",
        "conflicts.ttl",
        "articles.jsonl",
        "graph.json",
        "resolution.jsonl",
        "issues.jsonl",
    }
    assert str(folder) not in text


def test_build_reads_standard_input(tmp_path: Path) -> None:
    ran = kg("build", "-", "--until", "read", cwd=tmp_path, stdin=GOOD.encode("gb18030"))
    assert ran.code == 0
    assert json.loads(ran.out)["text"] == TEXT


@pytest.mark.parametrize("stage", STAGE_NAMES)
def test_until_prints_json_lines(call: Call, tmp_path: Path, stage: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    ran = call("build", tmp_path, "--until", stage)
    assert ran.code == 0
    records = [json.loads(line) for line in ran.out.splitlines()]
    if stage == "read":
        assert records[0]["title"] == "茶博会开幕"
    elif stage in ("resolve", "graph"):
        assert {"entity", "claim" if stage == "resolve" else "fact"} <= {key for r in records for key in r}
    else:
        assert records[0]["sentences"]
        assert bool(records[0]["mentions"]) == (stage != "nlp")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("form", ["table", "csv"])
def test_a_reader_that_stops_is_no_error(saved: Path, form: str, unbuffered: str) -> None:
    query = "SELECT * { ?s ?p ?o . ?a skos:prefLabel ?c }"  # some 400 KB: more than a pipe holds
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "query", query, "--graph", str(saved), "--format", form],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(PYTHONUNBUFFERED=unbuffered),
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(60), told) == (141, b"")


@pytest.mark.parametrize("form", ["table", "csv"])
def test_an_unbuffered_stream_gets_all_of_a_long_answer(saved: Path, form: str) -> None:
    arguments = ("query", "SELECT * { ?s ?p ?o . ?a skos:prefLabel ?c }", "--graph", saved, "--format", form)
    whole = kg(*arguments, env={"PYTHONUNBUFFERED": ""})
    assert len(whole.raw) > 100_000
    assert kg(*arguments, env={"PYTHONUNBUFFERED": "1"}).raw == whole.raw


def test_a_closed_standard_output(saved: Path) -> None:
    command = f'exec "{sys.executable}" -m kg query "ASK {{}}" --graph "{saved}" >&-'
    done = subprocess.run(["sh", "-c", command], capture_output=True, env=environment(), check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="this system has no /dev/full")
@pytest.mark.parametrize("form", ["table", "csv"])
def test_a_full_disk_behind_standard_output(saved: Path, form: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg", "query", QUESTION, "--graph", str(saved), "--format", form],
            stdout=full, stderr=subprocess.PIPE, env=environment(), check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.decode().startswith("kg: standard output cannot be written")


@pytest.mark.parametrize(
    "env",
    [{"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "gbk"}, {"NO_COLOR": "1"}],
    ids=lambda env: ",".join(f"{k}={v}" for k, v in env.items()),
)
def test_any_locale_will_do(saved: Path, env: dict[str, str]) -> None:
    shown = kg("show", sample.COMPANY, "--graph", saved, env=env)
    assert (shown.code, shown.err) == (0, "")
    encoding = env.get("PYTHONIOENCODING", "utf-8")
    wanted = sample.COMPANY.encode(encoding, "backslashreplace")
    assert wanted in shown.raw
    asked = kg("query", QUESTION, "--graph", saved, "--format", "csv", env=env)
    assert sample.COMPANY in asked.out  # machines get UTF-8 whatever the terminal's encoding


def test_the_package_runs_as_a_module_from_anywhere(tmp_path: Path) -> None:
    ran = kg("--version", cwd=tmp_path)
    assert (ran.code, ran.out) == (0, f"kg {__import__('kg').__version__}\n")


RULES = """
- property: organizer
  subject: event
  object: host
  topic: Event
  confidence: 0.9
  patterns:
    - "{event:Event}由{host:Org}{role:主办}"
  examples:
    - text: "[[甲展|EVENT]]由[[乙局|ORG]]主办。"
      facts: ["甲展 | %s"]
    - text: "[[甲展|EVENT]]昨日开幕。"
"""
ARTICLE = "第三届海湾茶叶博览会由海湾市商务局主办。"


@pytest.mark.parametrize(("host", "code"), [("乙局", 0), ("丙局", 1)])
def test_a_pattern_file_is_checked(call: Call, tmp_path: Path, host: str, code: int) -> None:
    rules, article = tmp_path / "rules.yaml", tmp_path / "a.txt"
    rules.write_text(RULES % host, encoding="utf-8")
    article.write_text(ARTICLE, encoding="utf-8")
    ran = call("patterns", "check", rules, article)
    assert ran.code == code
    assert "第三届海湾茶叶博览会 organizer 海湾市商务局 (主办)" in ran.out
    assert ("misses: 甲展 | 丙局" in ran.err) == bool(code)
    assert "1 statements in 1 articles" in ran.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (RULES.replace("organizer", "organiser"), "no property 'organiser'"),
        ("organizer: 1", "is a list of rules"),
        (RULES.replace("host:Org", "host:Orgs"), "unknown slot type"),
        (RULES.replace("object: host", "object: hosts"), "the slot 'host' of"),
    ],
)
def test_a_faulty_pattern_file_is_told(call: Call, tmp_path: Path, text: str, told: str) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text(text, encoding="utf-8")
    ran = call("patterns", "check", rules)
    assert ran.code == 2
    assert told in ran.err
    assert str(rules) in ran.err


def test_builds_are_compared_with_gold_files(call: Call, tmp_path: Path) -> None:
    for name in ("gold", "docs"):
        (tmp_path / name).mkdir()
    (tmp_path / "docs" / "a.txt").write_text(ARTICLE, encoding="utf-8")
    entities = [
        {"id": "e", "type": "Event", "name": "第三届海湾茶叶博览会"},
        {"id": "o", "type": "Organization", "name": "海湾市商务局"},
        {"id": "p", "type": "Person", "name": "陈远山"},
    ]
    gold = {"doc": "a.txt", "entities": entities, "relations": [{"s": "e", "p": "organizer", "o": "o"}]}
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    before = call("eval", "--gold", tmp_path / "gold", "--format", "json")
    assert before.code == 0
    (tmp_path / "before.json").write_bytes(before.raw)
    gold["relations"] = []
    (tmp_path / "gold" / "a.json").write_text(json.dumps(gold), encoding="utf-8")
    ran = call("eval", "--gold", tmp_path / "gold", "--errors", "relations", "--against", tmp_path / "before.json")
    assert ran.code == 0
    assert f"a  false relations: 第三届海湾茶叶博览会 organizer 海湾市商务局\n    {ARTICLE}" in ran.out
    assert "worse: 1" in ran.out
