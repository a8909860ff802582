"""The command line: arguments in, exit codes out.

Exit codes: 0 done; 1 the graph breaks its shapes; 2 nothing usable in the input, or wrong use; 3 a bug; 130
interrupted; 141 whoever read the output stopped reading. Each command's own code is imported when it runs, so that
`kg --help` answers at once.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import kg
from kg.errors import KgError

BUG, INTERRUPTED, BROKEN_PIPE = 3, 130, 141
# Repeated from kg.pipeline.STAGE_NAMES, which is too heavy to import for a help text; a test holds them equal.
STAGES = (
    "read", "nlp", "mentions", "coreference", "structure", "relations", "event-facts", "positions", "observations",
    "weighing", "quotations", "calibration", "resolve", "graph",
)  # fmt: skip
# Repeated from kg.export.formats.FORMATS for the same reason.
EXPORTS = (
    "turtle", "ntriples", "trig", "jsonld", "rdfxml", "graphml", "gexf", "cytoscape", "dot", "neo4j", "parquet",
)  # fmt: skip
# Repeated from kg.evaluate.compare.KINDS for the same reason.
KINDS = ("entities", "names", "relations", "positions", "observations", "quotations")
_COMMANDS = """
commands:
  build       articles to a graph: kg build seeds/articles --out exports
  query       SPARQL:              kg query 'SELECT ?name { ?v a kg:Venue ; skos:prefLabel ?name }'
  show        one entity:          kg show 首钢园
  view        a picture:           kg view exports -o graph.html
  serve       SPARQL and pages:    kg serve exports
  export      for other tools:     kg export exports --format gexf -o graph.gexf
  conflicts   who disagrees:       kg conflicts exports
  explain     why one, or two:     kg explain GATIS 全球服务贸易联盟
  review      decide what is one:  kg review exports
  validate    check the shapes:    kg validate exports
  tag         names in a text:     kg tag 商务部副部长王炳南在首钢园致辞
  eval-tagger figures of names:    kg eval-tagger marked.txt
  patterns    try a pattern file:  kg patterns check my-patterns.yaml seeds/articles
  eval        figures of facts:    kg eval --gold gold --docs articles
"""
_BUILD = """
examples:
  kg build seeds/articles --out exports              a folder of articles into exports/
  kg build a.txt b.html --out graph --jobs 2         two files, two processes
  kg build seeds/articles --until mentions | jq .    what one stage makes of each article
  curl -s URL | kg build - --out graph               from standard input
"""
_QUERY = """
examples:
  kg query 'SELECT ?name { ?o kg:exhibitsAt ?e ; skos:prefLabel ?name }'
  kg query 'ASK { ent:首钢园 a kg:Venue }' --graph exports
  kg query --file question.rq --format csv > answer.csv
  kg query 'SELECT ?s { ?c a kg:Claim ; kg:sentence ?s } LIMIT 3' --evidence

The prefixes kg, ent, doc, fact, claim, conflict, span, extractor, table, oa, skos, prov, dcterms, rdf, rdfs, owl and
xsd need no declaring.
"""
_SHOW = """
examples:
  kg show 首钢园
  kg show GATIS --graph exports
  kg show ent:首钢园 --all
"""
_EXPORT = """
examples:
  kg export exports --format gexf -o graph.gexf      for Gephi
  kg export exports --format neo4j -o neo4j          a folder for neo4j-admin import
  kg export exports --format trig > graph.trig       a named graph for each article
  kg export exports --format graphml --kinds Event,Venue --only heldAt,subEventOf --since 2022-01-01 -o fairs.graphml
"""
_VIEW = """
examples:
  kg view exports -o graph.html                      one page that opens without a network
  kg view exports -o fairs.html --kinds Event,Venue,Organization --since 2022-01-01
"""
_SERVE = """
examples:
  kg serve exports                                   then open http://127.0.0.1:8000/
  kg serve exports --store exports.store             opens at once the next time
  curl -H 'Accept: text/csv' --data-urlencode 'query=SELECT * { ?v a kg:Venue }' http://127.0.0.1:8000/sparql
"""
_CONFLICTS = """
examples:
  kg conflicts                                       of the graph in exports/
  kg conflicts graph --format csv > conflicts.csv
  kg conflicts graph --format json | jq '.[].on'
"""
_EXPLAIN = """
examples:
  kg explain GATIS 全球服务贸易联盟                   one, and through which names
  kg explain ent:王晓_中国银行 ent:王晓_海岛大学        two, and why
"""
_REVIEW = """
examples:
  kg review exports                                  s same, d different, k skip, q quit
  kg build seeds/articles --out exports              the next build heeds exports/decisions.jsonl
"""
_VALIDATE = """
examples:
  kg validate exports
  kg validate exports/kg.ttl
  kg validate exports --engine pyshacl               a second opinion, thirty times slower
"""


_TAG = """
examples:
  kg tag 商务部副部长王炳南在首钢园致辞
  kg tag article.txt --format html > article.html
  kg tag lines.txt --format jsonl                    each line a text of its own
"""
_EVAL_GOLD = """
examples:
  kg eval --gold gold --docs articles                 figures by kind, class and property
  kg eval --gold gold --docs articles --errors relations
  kg eval --gold gold --docs articles --format json > before.json
  kg eval --gold gold --docs articles --against before.json
"""
_PATTERNS = """
examples:
  kg patterns check my-patterns.yaml                  do its examples hold?
  kg patterns check my-patterns.yaml seeds/articles   and what does it match there?
"""
_EVAL = """
examples:
  kg eval-tagger corpus.txt                          marked as [[name|LABEL]]
  kg eval-tagger news.bio --map PER=PER,ORG=ORG,GPE=LOC,VENUE=LOC
"""


class _Parser(argparse.ArgumentParser):
    """Mistakes are told in one line, like all other errors, with the way to the help."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser() -> argparse.ArgumentParser:
    """All commands with their arguments."""
    top = _Parser(
        prog="kg",
        description="Builds a typed, sourced knowledge graph from Chinese news and answers questions on it.",
        epilog=_COMMANDS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"kg {kg.__version__}")
    top.add_argument("--debug", action="store_true", help="show the whole traceback of an error (or set KG_DEBUG=1)")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_build(_command(commands, "build", "build a graph from articles", _BUILD))
    _add_query(_command(commands, "query", "ask a graph in SPARQL", _QUERY))
    _add_show(_command(commands, "show", "what a graph knows about one entity, with the sentences that say so", _SHOW))
    _add_view(_command(commands, "view", "draw a graph on one page that works without a network", _VIEW))
    _add_serve(_command(commands, "serve", "serve a graph: SPARQL, linked data and an explorer", _SERVE))
    _add_export(_command(commands, "export", "write a graph in the form of another tool", _EXPORT))
    _add_conflicts(_command(commands, "conflicts", "where articles contradict each other", _CONFLICTS))
    _add_explain(_command(commands, "explain", "why two names are one entity, or two", _EXPLAIN))
    _add_review(_command(commands, "review", "decide about pairs that may be one", _REVIEW))
    checked = _command(commands, "validate", "check a graph against its SHACL shapes", _VALIDATE)
    checked.add_argument("graph", metavar="DIR", help="a folder that `kg build` wrote, or one Turtle file")
    checked.add_argument(
        "--engine", choices=("shacl", "pyshacl"), help="what checks it (default: shacl, where it is installed)"
    )
    _add_tag(_command(commands, "tag", "mark the names, titles, dates and figures in a text", _TAG))
    _add_eval(_command(commands, "eval-tagger", "precision, recall and F1 of the tagger on marked files", _EVAL))
    _add_patterns(_command(commands, "patterns", "try out a file of relation patterns", _PATTERNS))
    _add_eval_gold(_command(commands, "eval", "precision, recall and F1 of builds on annotated articles", _EVAL_GOLD))
    return top


def _add_tag(command: _Parser) -> None:
    command.add_argument("input", metavar="TEXT|FILE", help="a text, a file, or - for standard input")
    command.add_argument("--format", choices=("text", "html", "jsonl"), default="text", help="(default: text)")
    _add_conventions(command)


def _add_conventions(command: _Parser) -> None:
    command.add_argument(
        "--conventions", choices=("kg", "uner", "aishell"), default="kg",
        help="whose habits of marking names to keep to: kg's, Universal NER's or AISHELL-NER's (default: kg)",
    )  # fmt: skip


def _add_eval(command: _Parser) -> None:
    command.add_argument("files", nargs="+", metavar="FILE", help="corpus format, BIO, or JSON lines with t and e")
    command.add_argument(
        "--map", default="", metavar="OURS=THEIRS,…", help="the files' labels for ours; labels not named are left out"
    )
    _add_conventions(command)


def _add_patterns(command: _Parser) -> None:
    command.add_argument("action", choices=("check",), help="check: run the file's examples, and match it in articles")
    command.add_argument("file", metavar="FILE", help="rules as in seeds/lexicons/patterns/*.yaml")
    command.add_argument("paths", nargs="*", metavar="PATH", help="articles, as for build, to match the rules in")
    command.add_argument("--ontology", metavar="FILE", help="your own ontology, as for build")
    command.add_argument("--format", choices=("text", "jsonl"), default="text", help="(default: text)")


def _add_eval_gold(command: _Parser) -> None:
    command.add_argument("--gold", metavar="DIR", required=True, help="gold files, one JSON file an article")
    command.add_argument("--docs", metavar="DIR", help="the articles that they name (default: docs beside the gold)")
    command.add_argument("--graphs", metavar="DIR", help="compare DIR/NAME/kg.ttl, built before, instead of building")
    command.add_argument("--jobs", type=int, metavar="N", default=1, help="processes (default: 1)")
    command.add_argument(
        "--errors",
        nargs="?",
        const="all",
        metavar="KIND",
        choices=("all", *KINDS),
        help=f"list what is false or missed, with its sentence: {', '.join(KINDS)}, or all",
    )
    command.add_argument("--reliability", action="store_true", help="how often facts are right, by their confidence")
    command.add_argument("--format", choices=("table", "json"), default="table", help="(default: table)")
    command.add_argument("--against", metavar="FILE", help="an earlier --format json: list what is better and worse")
    _add_reading(command)


def _add_reading(command: _Parser) -> None:
    command.add_argument(
        "--min-confidence",
        type=float,
        metavar="P",
        help="leave out what is less sure than P, from 0 to 1 (default: 0.5, for figures 0.32)",
    )
    command.add_argument(
        "--lexicon",
        choices=("all", "none"),
        default="all",
        help="known names: all, or none but countries, provinces and ministries (default: all)",
    )


def _command(commands: argparse._SubParsersAction[_Parser], name: str, text: str, epilog: str) -> _Parser:
    command = commands.add_parser(
        name,
        help=text,
        description=text[0].upper() + text[1:] + ".",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    return command


def _add_build(command: _Parser) -> None:
    command.add_argument("paths", nargs="+", metavar="PATH", help="files, folders (recursive), or - for standard input")
    command.add_argument("--out", metavar="DIR", help="folder for kg.ttl, evidence.ttl, graph.json and the rest")
    command.add_argument("--base-iri", metavar="IRI", help="replaces https://kg.example.org/ in all IRIs")
    command.add_argument("--jobs", type=int, metavar="N", help="processes (default: by the number of articles)")
    command.add_argument(
        "--engine",
        choices=("auto", "memory", "disk", "spark"),
        default="auto",
        help="where the graph is put together: in memory, on disk (no graph.json), on a Spark cluster; auto: memory, "
        "or disk for files of more than 8 MiB (default: auto)",
    )
    command.add_argument(
        "--master",
        metavar="URL",
        help="with --engine spark: local[2], yarn, k8s://…, spark://… (default: that of spark-submit, else local[*])",
    )
    command.add_argument(
        "--decisions",
        metavar="FILE",
        help="what a person decided to be one or two, JSON Lines or YAML (default: DIR/decisions.jsonl, if there)",
    )
    command.add_argument(
        "--ontology", metavar="FILE", help="your own ontology: a copy of ontology/kg.ttl with more in it"
    )
    command.add_argument(
        "--patterns",
        metavar="FILE",
        action="append",
        default=[],
        help="a pattern file of your own, used beside the shipped ones (may be given several times)",
    )
    command.add_argument(
        "--link",
        metavar="FILE",
        action="append",
        default=[],
        help="a table with the columns name and iri (CSV, TSV, JSON Lines) to link entities out with",
    )
    command.add_argument("--fresh", action="store_true", help="extract everything anew, whatever DIR/claims holds")
    command.add_argument(
        "--no-steps",
        dest="steps",
        action="store_false",
        help="with --engine disk: keep no DIR/steps, by which the next build goes through what has changed alone",
    )
    command.add_argument(
        "--article-timeout",
        type=float,
        metavar="S",
        default=60.0,
        help="seconds of processor time after which an article is given up, and told (default: 60)",
    )
    _add_reading(command)
    command.add_argument(
        "--until", choices=STAGES, metavar="STAGE", help=f"print a stage's result as JSON lines: {', '.join(STAGES)}"
    )


def _add_query(command: _Parser) -> None:
    command.add_argument("query", nargs="?", metavar="SPARQL", help="the query, or - for standard input")
    command.add_argument("--file", metavar="F", help="a file with the query")
    command.add_argument("--graph", metavar="DIR", default="exports", help="the graph (default: exports)")
    command.add_argument(
        "--format", choices=("table", "json", "csv", "tsv", "ttl"), default="table", help="(default: table)"
    )
    command.add_argument("--evidence", action="store_true", help="let the query see the claims too")


def _add_show(command: _Parser) -> None:
    command.add_argument("name", metavar="NAME", help="any of its names, or ent:…")
    command.add_argument("--graph", metavar="DIR", default="exports", help="the graph (default: exports)")
    command.add_argument("--all", action="store_true", help="all sentences of each fact, not only the first three")


def _add_export(command: _Parser) -> None:
    command.add_argument("graph", metavar="DIR", help="a folder that `kg build` wrote, or one Turtle file")
    command.add_argument("--format", choices=EXPORTS, required=True, metavar="FORMAT", help=", ".join(EXPORTS))
    command.add_argument(
        "-o",
        "--out",
        metavar="PATH",
        help="the file to write (for neo4j and parquet a folder; default: standard output)",
    )
    _add_filters(command)


def _add_view(command: _Parser) -> None:
    command.add_argument("graph", metavar="DIR", help="a folder that `kg build` wrote, or one Turtle file")
    command.add_argument("-o", "--out", metavar="FILE", required=True, help="the page to write")
    command.add_argument("--lang", choices=("zh", "en"), default="zh", help="language of the page (default: zh)")
    _add_filters(command)


def _add_filters(command: _Parser) -> None:
    command.add_argument(
        "--kinds", metavar="CLASS,…", default="", help="keep entities of these classes and their sub-classes alone"
    )
    command.add_argument(
        "--only", metavar="NAME,…", default="", help="keep facts of these properties alone (heldAt, Position, …)"
    )
    command.add_argument("--since", metavar="DATE", help="keep facts reported on that day or later: 2022, 2022-08-31")


def _add_serve(command: _Parser) -> None:
    command.add_argument("graph", metavar="DIR", nargs="?", default="exports", help="the graph (default: exports)")
    command.add_argument("--port", type=int, metavar="N", default=8000, help="(default: 8000)")
    command.add_argument(
        "--host", metavar="ADDRESS", default="127.0.0.1", help="(default: 127.0.0.1, this machine alone)"
    )
    command.add_argument(
        "--store",
        metavar="FOLDER",
        help="keep the store here, to start at once the next time (default: a temporary one)",
    )
    command.add_argument(
        "--timeout", type=float, metavar="S", default=10.0, help="seconds a query may take (default: 10)"
    )
    command.add_argument(
        "--max-rows",
        type=int,
        metavar="N",
        default=100_000,
        help="rows or triples an answer may have (default: 100000)",
    )
    command.add_argument(
        "--workers", type=int, metavar="N", default=2, help="processes that answer queries (default: 2)"
    )


def _add_conflicts(command: _Parser) -> None:
    command.add_argument("graph", nargs="?", metavar="DIR", default="exports", help="the graph (default: exports)")
    command.add_argument("--format", choices=("table", "json", "csv"), default="table", help="(default: table)")


def _add_explain(command: _Parser) -> None:
    command.add_argument("left", metavar="A", help="any name of an entity, or ent:…")
    command.add_argument("right", metavar="B", help="any name of an entity, or ent:…")
    command.add_argument("--graph", metavar="DIR", default="exports", help="the graph (default: exports)")


def _add_review(command: _Parser) -> None:
    command.add_argument("graph", metavar="DIR", nargs="?", default="exports", help="the graph (default: exports)")
    command.add_argument(
        "--decisions", metavar="FILE", help="the JSON Lines file to write to (default: DIR/decisions.jsonl)"
    )
    command.add_argument("--list", action="store_true", help="print the pairs and ask nothing")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns its exit code."""
    _prepare_streams()
    try:
        code = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
        return BROKEN_PIPE
    except OSError as error:  # commands tell of their files themselves: this is standard output
        _close_quietly()
        print(f"kg: standard output cannot be written: {error.strerror or error}", file=sys.stderr)
        return 2
    return code


def _run(argv: Sequence[str]) -> int:
    debug = bool(os.environ.get("KG_DEBUG")) or "--debug" in argv
    try:
        arguments = parser().parse_args(argv)
        if arguments.command is None:
            parser().print_help(sys.stderr)
            return 2
        command = import_module(f"kg.console.{arguments.command.replace('-', '_')}")
        return int(command.run(arguments))
    except SystemExit as end:  # argparse: help and version 0, mistakes 2
        return int(end.code or 0)
    except KeyboardInterrupt:
        print("kg: interrupted", file=sys.stderr)
        return INTERRUPTED
    except KgError as error:
        if debug:
            traceback.print_exc()
        print(f"kg: {error}", file=sys.stderr)
        return error.exit_code
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            raise
        if debug:
            traceback.print_exc()
        first = (str(error) or "no message").splitlines()[0]
        hint = "" if debug else " (--debug shows the traceback; please report it)"
        print(f"kg: a bug: {type(error).__name__}: {first}{hint}", file=sys.stderr)
        return BUG


def _prepare_streams() -> None:
    """Make printing safe: closed streams swallow, and what an encoding lacks is written as an escape."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - lives as long as the process
        elif isinstance(getattr(stream, "buffer", None), io.RawIOBase):  # PYTHONUNBUFFERED: would lose long texts
            buffered = io.BufferedWriter(stream.buffer)
            text = io.TextIOWrapper(buffered, stream.encoding, "backslashreplace", line_buffering=True)
            setattr(sys, name, text)
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def _close_quietly() -> None:
    """Point standard output to nowhere, so that the interpreter's last flush has no one to complain to."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
