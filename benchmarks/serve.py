"""Measures `kg serve` on a large graph, beside rdflib on the same files and the same machine.

    python benchmarks/replicate.py exports /tmp/million --triples 1000000
    python benchmarks/serve.py /tmp/million --store /tmp/million.store

It prints how long making the store and starting from it take, medians of an entity's page, of suggestions and of each
example query, and what 50 clients at once get in a minute. A query is timed over HTTP, and in a process of its own
without HTTP, as rdflib is (each query ended after a minute). rdflib gets evidence as a named graph where a query reads
it, and the facts alone for the others.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox

from kg.graph.namespaces import Namespaces
from kg.rdf.terms import prefixes

ROOT = Path(__file__).resolve().parents[1]
QUERIES = sorted((ROOT / "docs" / "queries").glob("*.rq"))
ENTITIES = ("首钢园", "2022年中国国际服务贸易交易会", "商务部", "丁勇", "中国银行", "北京", "首钢园东南")
TYPED = ("服", "首钢", "fmh", "中国银行", "beijing", "王炳南", "2022年", "gatis")
LEAST_ENTITIES, MANY = 20, 15


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--store", type=Path, required=True, help="a folder for the store, made if missing")
    parser.add_argument("--seconds", type=float, default=60, help="how long the 50 clients ask (default: 60)")
    parser.add_argument("--cap", type=int, default=60, help="seconds an rdflib query may take (default: 60)")
    parser.add_argument("--without-rdflib", action="store_true")
    arguments = parser.parse_args()
    if not arguments.store.exists():
        with serving(arguments.graph, arguments.store) as (_, seconds):
            print(f"store made, server started: {seconds:.1f} s")
    with serving(arguments.graph, arguments.store) as (url, seconds):
        print(f"server started from its store: {seconds:.2f} s", flush=True)
        with httpx.Client(base_url=url, timeout=60) as client:
            print(f"entity page, median: {pages(client):.0f} ms")
            print(f"suggestions, median: {suggestions(client):.1f} ms", flush=True)
            ours = {path.stem: query(client, path) for path in QUERIES}
    theirs = {} if arguments.without_rdflib else beside(arguments.graph, arguments.cap)
    table(ours, engine(arguments.store), theirs, arguments.cap)
    with serving(arguments.graph, arguments.store) as (url, _):
        asyncio.run(crowd(url, arguments.seconds))


@contextmanager
def serving(graph: Path, store: Path) -> Iterator[tuple[str, float]]:
    """A server, and the seconds from its start to its first answer."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", "--store", str(store)]
    process = subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        assert process.stderr is not None
        said = ""
        while (line := process.stderr.readline()) and not (found := re.search(r"http://[\d.:]+", line)):
            said += line
        if not line:
            raise SystemExit(said)
        assert found is not None
        httpx.get(f"{found[0]}/sparql", params={"query": "ASK {}"}).raise_for_status()
        yield found[0], time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def median(work: Callable[[], object], many: int = MANY) -> float:
    """Milliseconds."""
    times = []
    for _ in range(many):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return statistics.median(times)


def pages(client: httpx.Client) -> float:
    """The median over entities of different sizes, from a hub to one with few facts."""

    def page(name: str) -> None:
        client.get(f"/id/{name}", headers={"Accept": "text/html"}).raise_for_status()

    return statistics.median(median(lambda name=name: page(name), LEAST_ENTITIES // 2) for name in ENTITIES)  # type: ignore[misc]


def suggestions(client: httpx.Client) -> float:
    """The median over what people type."""
    return statistics.median(
        median(lambda text=text: client.get("/suggest", params={"q": text}).raise_for_status())  # type: ignore[misc]
        for text in TYPED
    )


def query(client: httpx.Client, path: Path) -> tuple[float, int]:
    """Milliseconds and rows."""
    text = path.read_text(encoding="utf-8")

    def ask() -> httpx.Response:
        return client.post("/sparql", data={"query": text}, headers={"Accept": "application/json"}).raise_for_status()

    return median(ask), len(ask().json()["results"]["bindings"])


def engine(store: Path) -> dict[str, float]:
    """Milliseconds of each query without HTTP, on the server's own store."""
    known = prefixes(Namespaces())
    opened = ox.Store.read_only(str(store / "rdf"))
    texts = {path.stem: path.read_text(encoding="utf-8") for path in QUERIES}
    return {name: median(lambda text=text: list(opened.query(text, prefixes=known))) for name, text in texts.items()}  # type: ignore[misc]


def beside(graph: Path, cap: int) -> dict[str, tuple[float | None, int]]:
    """Each query in rdflib, in a process of its own: milliseconds, None where it was ended; and rows."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(rdflib_times, (graph, cap))


def rdflib_times(graph: Path, cap: int) -> dict[str, tuple[float | None, int]]:
    """Run in the process for rdflib: load, then ask."""
    import rdflib

    known = prefixes(Namespaces())
    data = rdflib.Dataset()
    evidence = data.graph(Namespaces().graph + "evidence")
    began = time.perf_counter()
    data.default_context.parse(graph / "kg.ttl", format="turtle")
    data.default_context.parse(graph / "conflicts.ttl", format="turtle")
    print(f"rdflib: facts loaded in {time.perf_counter() - began:.0f} s", flush=True)
    found: dict[str, tuple[float | None, int]] = {}
    for path in sorted(QUERIES, key=lambda path: "GRAPH" in path.read_text(encoding="utf-8")):
        text = path.read_text(encoding="utf-8")
        if "GRAPH" in text and not len(evidence):
            began = time.perf_counter()
            evidence.parse(graph / "evidence.ttl", format="turtle")
            print(f"rdflib: evidence loaded in {time.perf_counter() - began:.0f} s", flush=True)
        found[path.stem] = one(lambda text=text: len(list(data.query(text, initNs=known))), cap)  # type: ignore[misc]
    return found


def one(ask: Callable[[], int], cap: int) -> tuple[float | None, int]:
    """Milliseconds (the median of three, or of one where it takes more than five seconds), and rows."""

    class Over(Exception):
        pass

    def over(number: int, frame: object) -> None:
        raise Over

    signal.signal(signal.SIGALRM, over)
    times, rows = [], 0
    for _ in range(3):
        signal.alarm(cap)
        began = time.perf_counter()
        try:
            rows = ask()
        except Over:
            return None, 0
        finally:
            signal.alarm(0)
        times.append(1000 * (time.perf_counter() - began))
        if times[0] > 5000:
            break
    return statistics.median(times), rows


def table(
    ours: dict[str, tuple[float, int]], bare: dict[str, float], theirs: dict[str, tuple[float | None, int]], cap: int
) -> None:
    """The queries as a Markdown table."""
    print("\n| query | rows | over HTTP, ms | engine, ms | rdflib, ms | rdflib / engine |\n|" + " --- |" * 6)
    for name, (milliseconds, rows) in ours.items():
        line = f"| {name} | {rows} | {milliseconds:.1f} | {bare[name]:.2f} | "
        other, other_rows = theirs.get(name, (None, 0))
        if name not in theirs:
            line += " | |"
        elif other is None:
            line += f"over {1000 * cap:,} | over {1000 * cap / bare[name]:,.0f} times |"
        else:
            differs = f" ({other_rows} rows)" if other_rows != rows else ""
            line += f"{other:,.1f}{differs} | {other / bare[name]:,.0f} times |"
        print(line)
    print(flush=True)


async def crowd(url: str, seconds: float) -> None:
    """50 clients that ask one thing after another: queries, pages, suggestions, RDF."""
    texts = [path.read_text(encoding="utf-8") for path in QUERIES]
    statuses: Counter[int | str] = Counter()
    times: list[float] = []

    async def client(number: int, session: httpx.AsyncClient, until: float) -> None:
        turn = number
        while time.monotonic() < until:
            turn += 1
            began = time.perf_counter()
            try:
                statuses[(await ask(session, turn)).status_code] += 1
            except httpx.HTTPError as error:
                statuses[type(error).__name__] += 1
            times.append(1000 * (time.perf_counter() - began))

    async def ask(session: httpx.AsyncClient, turn: int) -> httpx.Response:
        name, kind = ENTITIES[turn % len(ENTITIES)], turn % 4
        if kind == 0:
            return await session.get(f"/id/{name}", headers={"Accept": "text/html"})
        if kind == 1:
            return await session.get("/suggest", params={"q": TYPED[turn % len(TYPED)]})
        if kind == 2:
            return await session.get(f"/id/{name}", headers={"Accept": "text/turtle"})
        return await session.post("/sparql", data={"query": texts[turn // 4 % len(texts)]})

    limits = httpx.Limits(max_connections=50)
    async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits) as session:
        until = time.monotonic() + seconds
        await asyncio.gather(*(client(number, session, until) for number in range(50)))
    rate, worst = len(times) / seconds, statistics.quantiles(times, n=100)[98]
    print(f"50 clients, {seconds:.0f} s: {json.dumps({str(k): v for k, v in statuses.items()})}, {rate:.0f} a second, ")
    print(f"median {statistics.median(times):.0f} ms, 99 of 100 within {worst:.0f} ms")


if __name__ == "__main__":
    main()
