"""A graph of any size from a small one: the same facts again and again, about entities of other names.

    python benchmarks/replicate.py exports /tmp/million --triples 1000000

The first copy keeps its names; in each further one every entity has two Chinese characters more in its IRI and its
names, and articles, claims and facts have ids of their own. Countries, provinces and cities stay the same in all
copies, so that there are hubs. Written are kg.ttl, evidence.ttl, conflicts.ttl and articles.jsonl, as a stream.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.graph.namespaces import Namespaces
from kg.rdf.files import namespaces_of
from kg.rdf.terms import ALT_LABEL, OBJECT, PREDICATE, PREF_LABEL, SUBJECT, TYPE, prefixes

FILES = ("kg.ttl", "evidence.ttl", "conflicts.ttl")
# Stand for a copy's own characters in the template. No article has them, and IRIs may.
NAME, NUMBER = "龘靐齉", "爩麤龗"
# A copy's number in the last four digits of ids, which are hashes in hexadecimal digits.
_ID = re.compile(r"([0-9a-f]{12})[0-9a-f]{4}(?=[.>]|$)")
_DIGITS = "东南西北中春夏秋冬天地山川云海风雨金木水火土松竹梅兰菊荷桃李"


def main() -> None:
    """Read the arguments, write the graph, and print how many triples it has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path, help="a folder that kg build wrote")
    parser.add_argument("out", type=Path, help="the folder to write to")
    parser.add_argument("--triples", type=int, default=1_000_000, help="at least so many in kg.ttl and evidence.ttl")
    arguments = parser.parse_args()
    copies, triples = replicate(arguments.graph, arguments.out, arguments.triples)
    print(f"{copies} copies, {triples:,} triples")


def replicate(graph: Path, out: Path, triples: int) -> tuple[int, int]:
    """Write copies of `graph` to `out` until kg.ttl and evidence.ttl have at least `triples` lines of triples.

    Returns how many copies and how many triples there are.
    """
    templates, namespaces = _templates(graph)
    # What is the same in all copies, such as the names of places, is written once.
    further = {
        name: "".join(line for line in template.splitlines(keepends=True) if NAME in line or NUMBER in line)
        for name, template in templates.items()
    }
    first, each = (sum(texts[name].count("\n") for name in FILES[:2]) for texts in (templates, further))
    copies = 1 + max(0, -(-(triples - first) // each))
    if copies > len(_DIGITS) ** 2:
        raise SystemExit(f"at most {len(_DIGITS) ** 2} copies")
    out.mkdir(parents=True, exist_ok=True)
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes(namespaces).items())
    for name, template in templates.items():
        with (out / name).open("w", encoding="utf-8") as file:
            file.write(head)
            file.write(_copy(template, 0))
            file.writelines(_copy(further[name], number) for number in range(1, copies))
    _write_articles(graph / "articles.jsonl", out / "articles.jsonl", copies)
    return copies, first + (copies - 1) * each


def _copy(template: str, number: int) -> str:
    high, low = divmod(number, len(_DIGITS))
    return template.replace(NAME, _DIGITS[high] + _DIGITS[low] if number else "").replace(NUMBER, f"{number:04x}")


def _templates(graph: Path) -> tuple[dict[str, str], Namespaces]:
    """Each file as N-Triples with the two marks, a triple a line."""
    parsers = {name: ox.parse(path=str(graph / name), format=ox.RdfFormat.TURTLE) for name in FILES}
    triples = {name: [quad.triple for quad in parser] for name, parser in parsers.items()}
    namespaces = namespaces_of(graph / "kg.ttl", parsers["kg.ttl"].prefixes)
    shared = {t.subject for t in triples["kg.ttl"] if t.predicate == TYPE and _is(t.object, namespaces, "Administr")}
    templates = {
        name: (ox.serialize(_marked(found, namespaces, shared), format=ox.RdfFormat.N_TRIPLES) or b"").decode()
        for name, found in triples.items()
    }
    return templates, namespaces


def _is(term: object, namespaces: Namespaces, start: str) -> bool:
    return isinstance(term, ox.NamedNode) and term.value.startswith(namespaces.kg + start)


def _marked(triples: list[ox.Triple], namespaces: Namespaces, shared: set[object]) -> Iterator[ox.Triple]:
    """The triples with a mark at the end of each entity's IRI and names, and in each id."""
    names = {PREF_LABEL, ALT_LABEL}
    claimed = {t.subject for t in triples if t.predicate == PREDICATE and t.object in names}
    about = {t.subject: t.object for t in triples if t.predicate == SUBJECT}

    def moved(term: object) -> object:
        if not isinstance(term, ox.NamedNode) or term in shared or not term.value.startswith(namespaces.base):
            return term
        if term.value.startswith(namespaces.ent):
            return ox.NamedNode(term.value + NAME)
        return ox.NamedNode(_ID.sub(rf"\1{NUMBER}", term.value))

    def renamed(triple: ox.Triple) -> bool:
        named = triple.subject if triple.predicate in names else about.get(triple.subject)
        of_claim = triple.predicate == OBJECT and triple.subject in claimed
        return (triple.predicate in names or of_claim) and named not in shared

    for triple in triples:
        last = moved(triple.object)
        if renamed(triple) and isinstance(last, ox.Literal):
            last = ox.Literal(last.value + NAME, language=last.language)
        yield ox.Triple(moved(triple.subject), triple.predicate, last)


def _write_articles(source: Path, target: Path, copies: int) -> None:
    if not source.is_file():
        return
    records = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    with target.open("w", encoding="utf-8") as file:
        for number in range(copies):
            for record in records:
                own = {**record, "id": f"{record['id'][:12]}{number:04x}"}
                file.write(json.dumps(own, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
