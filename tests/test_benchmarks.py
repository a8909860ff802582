"""The benchmarks' articles are what they say, and each script runs on a tiny size."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from command import kg
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import pages, scale, stages, words
from benchmarks.articles import LONGEST, SHORTEST, article, articles, as_file, as_record, original_of, serial, write
from benchmarks.claims import Copy, copies, multiply
from benchmarks.names import company, person, vocabulary
from benchmarks.rivals import RIVALS, rivals
from benchmarks.sentences import BODIES, COMMON, LEADS, QUOTES, TITLES
from benchmarks.story import numeral
from kg.read.articles import read_articles
from kg.store.claims.store import FOLDER, ClaimStore
from kg.store.claims.version import extraction_version

MANY = 500


@pytest.fixture(scope="module")
def written():
    return list(articles(MANY))


def test_the_same_seed_gives_the_same_articles(written):
    assert written == list(articles(MANY))
    assert [a.text for a in written[:20]] != [a.text for a in articles(20, seed=2)]


@given(st.integers(0, MANY - 1))
def test_an_article_does_not_depend_on_how_many_are_written(written, number):
    assert article(number) == written[number]
    assert next(articles(1, first=number)) == written[number]


def test_lengths_are_those_of_news(written):
    lengths = [len(a.text) for a in written]
    assert min(lengths) >= SHORTEST
    assert max(lengths) <= LONGEST + 300  # the last paragraph is ended
    assert 850 <= sum(lengths) / MANY <= 1150


def test_sentences_have_many_shapes(written):
    shapes = Counter(shape for a in written for shape in a.shapes)
    assert len(shapes) > 2500
    assert max(shapes.values()) < 0.01 * sum(shapes.values())


def test_every_field_is_written_about_over_years(written):
    assert {a.field for a in written} == set(BODIES) == set(LEADS) == set(TITLES)
    assert len({a.date.year for a in written}) >= 10


def test_one_or_two_in_a_hundred_are_copies_word_for_word():
    found = [number for number in range(10_000) if original_of(number) is not None]
    assert 100 <= len(found) <= 200
    for number in found[:10]:
        assert article(number).paragraphs == article(original_of(number)).paragraphs
        assert article(number).url != article(original_of(number)).url


def test_names_grow_as_heaps_law_says():
    def firms(many):
        return len({name for a in articles(many) for name in re.findall(r"[一-鿿（）]{4,16}?有限公司", a.text)})

    few, more = firms(75), firms(600)
    assert 8**0.5 < more / few < 8**0.95
    assert vocabulary("company", 1000, 0.8) / vocabulary("company", 100, 0.8) == pytest.approx(10**0.8, rel=0.02)


def test_hubs_are_named_often_and_most_firms_seldom(written):
    cities = Counter(city for a in written for city in words.CITIES if city in a.text)
    assert cities["北京"] > 10 * cities["湛江"]
    firms = Counter(company(n, 1).full for a in written for n in range(400) if company(n, 1).full in a.text)
    assert sum(count <= 3 for count in firms.values()) > len(firms) / 4
    assert max(firms.values()) > 20


def test_names_come_in_full_and_short(written):
    full = [company(n, 1) for n in range(20)]
    for name in full:
        if name.short != name.full and any(name.full in a.text for a in written):
            assert any(name.short in a.text for a in written), name


def test_some_people_have_the_same_name():
    names = Counter(person("anyone", number, 1) for number in range(2000))
    assert 1900 < len(names) < 2000


def test_no_sentence_and_no_hub_has_a_character_of_names():
    sentences = [s for table in (TITLES, LEADS, BODIES) for some in table.values() for s in some]
    hubs = [*words.CITIES, *words.COUNTRIES, *words.MINISTRIES, *words.SERIES, *words.OUTLETS, *words.VENUES]
    kinds = [*words.TRADES, *words.INDUSTRIES, *words.BUREAUS, *words.JOBS, *words.SURNAMES, *words.PRODUCT_NOUNS]
    others = "".join([*sentences, *COMMON, *QUOTES, *hubs, *kinds, serial(1234567890)])
    assert not set(words.PARTS) & set(others)


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (133, "133")]
)
def test_editions_are_counted_in_chinese(number, said):
    assert numeral(number) == said


def test_kg_reads_every_article_and_tells_nothing_but_copies(written, tmp_path):
    write(iter(written[:200]), tmp_path)
    read = read_articles([str(tmp_path)])
    assert {issue.kind for issue in read.issues} <= {"duplicate"}
    assert len(read.articles) + len(read.issues) == 200
    assert {a.text for a in read.articles} <= {w.text for w in written}
    first = next(a for a in read.articles if a.sources[0].path.endswith(as_file(written[0])[0]))
    assert (first.title, first.date, first.outlet) == (written[0].title, written[0].date, written[0].outlet)


def test_articles_are_as_long_as_asked():
    short, long = (sum(len(a.text) for a in articles(60, median=median)) for median in (200, 850))
    assert 60 * 200 < short < long / 2


def test_files_and_json_lines_are_the_same_articles(written, tmp_path):
    write(iter(written[:50]), tmp_path / "files")
    (tmp_path / "a.jsonl").write_text("".join(map(as_record, written[:50])), encoding="utf-8")
    files, lines = (read_articles([str(tmp_path / name)]).articles for name in ("files", "a.jsonl"))
    assert {a.id for a in files} == {a.id for a in lines}


def test_copies_have_new_names_as_heaps_law_says():
    made = [copy for copy, _ in zip(copies(0.8), range(100), strict=False)]
    assert made[0] == Copy(0, 0)
    assert len({copy.generation for copy in made}) == int(100**0.8)
    assert "砺澄北京".translate(made[0].table) == "砺澄北京"
    assert (other := "砺澄北京".translate(made[2].table)) != "砺澄北京"
    assert other.endswith("北京")


def test_multiplied_claims_are_those_of_the_multiplied_texts(tmp_path):
    source = tmp_path / "base.jsonl"
    source.write_text("".join(map(as_record, articles(4))), encoding="utf-8")
    assert kg("build", str(source), "--out", str(tmp_path / "base")).code == 0
    *_, (many, claims) = multiply(source, tmp_path / "base", tmp_path / "out", 14)
    read = read_articles([str(tmp_path / "out" / "input")])
    store = ClaimStore(tmp_path / "out" / "graph" / FOLDER, extraction_version())
    assert len(read.articles) == many == 14
    assert all(store.knows(a) for a in read.articles)
    documents = [store.recall(a) for a in read.articles]
    assert sum(len(d.claims) for d in documents) == claims
    assert len({c.id for d in documents for c in d.claims}) == claims
    assert all(c.article == d.article.id for d in documents for c in d.claims)
    for d in documents:
        assert all(m.text == d.article.text[m.start : m.end] for m in d.mentions if m.form == "name")
    people = {e.name for d in documents for e in d.entities if e.type == "Person"}
    base = {e.name for d in documents[:4] for e in d.entities if e.type == "Person"}
    assert len(people) > 1.5 * len(base)


def test_stages_are_measured_beside_the_tagger(tmp_path):
    write(articles(3), tmp_path)
    table = stages.table(*stages.measure(tmp_path))
    rows = [line.split("|")[1].strip() for line in table if line.startswith("| ")]
    assert rows[:3] == ["stage", "---", stages.TAGGER]
    assert {"read", "nlp", "quotations", "resolve", "validate", "write", "whole line"} <= set(rows)
    assert re.search(rf"\| {re.escape(stages.TAGGER)} \|.*\| 1\.00 \|", "\n".join(table))


def test_a_rival_that_cannot_run_is_told(monkeypatch):
    found = rivals(["北京的企业参展。"], ["jieba", "hanlp"])
    assert found[0].characters == 8
    assert found[0].seconds > 0
    assert set(RIVALS) > {"jieba", "hanlp"}
    assert found[1].fault  # not installed, or without a model
    lines = stages.rivals_table(found)
    assert lines[2].startswith("| jieba | words |")
    assert lines[-1].startswith("- hanlp (")


def test_builds_are_measured_once_and_drawn(tmp_path, monkeypatch, capsys):
    results = tmp_path / "results.jsonl"
    arguments = ["scale", "--sizes", "2", "--work", str(tmp_path / "work"), "--results", str(results)]
    monkeypatch.setattr("sys.argv", [*arguments, "--plot", str(tmp_path / "scale.svg")])
    scale.main()
    found = scale.read_results(results)
    assert [r.run for r in found] == list(scale.RUNS)
    for r in found:
        assert {"read", "extract", "resolve", "write"} <= set(r.phases)
        assert r.cpu > 0
        assert r.files["claims"] > 0
        assert max(r.peak, r.largest) > 10**8
        assert r.pace > 1000
        assert r.ratio == pytest.approx(r.characters / r.cpu / r.pace)
    assert "<svg" in (tmp_path / "scale.svg").read_text(encoding="utf-8")
    assert not any((tmp_path / "work").iterdir())
    capsys.readouterr()
    scale.main()
    again = capsys.readouterr()
    assert scale.read_results(results) == found
    assert again.err == ""
    assert f"| 2 | {found[0].characters // 2:,} | 1 |  | one changed |" in again.out
    assert f" | {found[0].ratio:.3f} | " in again.out


def test_a_build_measured_without_the_pace_has_no_ratio():
    made = scale.Result("fresh", 2, 100, 1, "", "", 1.0, 1.0, 1, 1)
    assert made.ratio == 0
    assert "| 500.0 |  | 0 |" in scale.tables([made])[2]


def test_both_pages_have_the_same_commands_and_figures():
    english, chinese = (page.read_text(encoding="utf-8") for page in pages.PAGES)
    for pattern in (r"^```sh\n.*?^```$", r"<!-- (\w+) -->.*?<!-- /\1 -->"):
        found = [[m[0] for m in re.finditer(pattern, text, re.M | re.S)] for text in (english, chinese)]
        assert found[0] == found[1]
        assert len(found[0]) >= 3
    assert english.count("\n## ") == chinese.count("\n## ")
    for name in ("stages", "rivals", "scale"):
        assert re.search(rf"<!-- {name} -->\n\n.*\| --- \|", english, re.S)


def test_a_table_is_put_between_its_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("前\n<!-- stages -->\n旧\n<!-- /stages -->\n后\n", encoding="utf-8")
    pages.put("stages", ["| 新 |"], [page])
    assert page.read_text(encoding="utf-8") == "前\n<!-- stages -->\n\n| 新 |\n\n<!-- /stages -->\n后\n"
    with pytest.raises(SystemExit, match="no marks for rivals"):
        pages.put("rivals", [], [page])
