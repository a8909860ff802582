"""Time, rows, bytes, memory and numbers of queries are limited, and one that goes too far stands in nobody's way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from live import ENDLESS, EXPORTS, Live, live

from kg.errors import (
    AnswerSizeError,
    KgError,
    NotAcceptableError,
    QueryError,
    QueryTimeoutError,
    ServerBusyError,
    UsageError,
    WorkerError,
)
from kg.serve.pool import Pool
from kg.serve.settings import Settings
from kg.serve.store import Served, prepare

QUICK = "ASK { ent:首钢园 a kg:Venue }"
EVERYTHING = "SELECT * { ?s ?p ?o }"
SETTINGS = Settings(timeout=3, slow_after=0.5, workers=2, max_slow=2, max_rows=100)
Found = TypeVar("Found")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Served:
    return prepare(EXPORTS, tmp_path_factory.mktemp("limits") / "store")


def finished(work: Coroutine[Any, Any, Found]) -> Found:
    """What a coroutine gives, run in a thread of its own: the browser of other tests keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def pooled(served: Served, settings: Settings, work: Callable[[Pool], Awaitable[Found]]) -> Found:
    """What `work` gives with a pool of its own."""

    async def run() -> Found:
        pool = Pool(served, settings)
        try:
            await pool.start()
            return await work(pool)
        finally:
            pool.close()

    return finished(run())


async def outcome(pool: Pool, query: str, **options: object) -> KgError | int:
    try:
        return (await pool.query(query, **options)).count  # type: ignore[arg-type]
    except KgError as error:
        return error


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_up_to_the_limit_and_no_further(served: Served, form: str) -> None:
    async def work(pool: Pool) -> list[KgError | int]:
        return [await outcome(pool, f"{EVERYTHING} LIMIT {n}", rows=form) for n in (0, 1, 100, 101)]

    *within, beyond = pooled(served, SETTINGS, work)
    assert within == [0, 1, 100]
    assert isinstance(beyond, AnswerSizeError)
    assert "more than 100 rows" in str(beyond)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_what_looks_like_rows_within_a_text_is_not_counted(served: Served, form: str) -> None:
    texts = ('a\\nb\\r\\n"c', ',{"x', '[{"', "<result>", "\\t")
    values = " ".join('"' + text.replace('"', '\\"') + '"' for text in texts * 15)

    async def work(pool: Pool) -> KgError | int:
        return await outcome(pool, f"SELECT * {{ VALUES ?x {{ {values} }} }}", rows=form)

    assert pooled(served, SETTINGS, work) == 75


def test_triples_up_to_the_limit_and_no_further(served: Served) -> None:
    async def work(pool: Pool) -> list[KgError | int]:
        query = "CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o }} LIMIT {}"
        return [await outcome(pool, query.format(n)) for n in (100, 101)]

    within, beyond = pooled(served, SETTINGS, work)
    assert within == 100
    assert isinstance(beyond, AnswerSizeError)


def test_a_triple_that_is_constructed_often_counts_once(served: Served) -> None:
    async def work(pool: Pool) -> KgError | int:
        return await outcome(pool, "CONSTRUCT { ent:x a kg:Venue } { ?s ?p ?o }")

    assert pooled(served, SETTINGS, work) == 1


def test_an_answer_has_a_limit_of_bytes(served: Served) -> None:
    async def work(pool: Pool) -> list[KgError | int]:
        return [await outcome(pool, query) for query in (f"{EVERYTHING} LIMIT 90", "DESCRIBE ent:首钢园", QUICK)]

    rows, triples, quick = pooled(served, replace(SETTINGS, max_answer=200), work)
    assert isinstance(rows, AnswerSizeError)
    assert isinstance(triples, AnswerSizeError)
    assert quick == 1


def test_a_query_is_ended_when_its_time_is_over_and_the_pool_goes_on(served: Served) -> None:
    async def work(pool: Pool) -> tuple[KgError | int, float, KgError | int]:
        began = time.perf_counter()
        ended = await outcome(pool, ENDLESS)
        return ended, time.perf_counter() - began, await outcome(pool, QUICK)

    ended, seconds, after = pooled(served, SETTINGS, work)
    assert isinstance(ended, QueryTimeoutError)
    assert SETTINGS.timeout <= seconds < SETTINGS.timeout + 2
    assert after == 1


def test_slow_queries_do_not_stop_quick_ones(served: Served) -> None:
    """As many slow queries as there are workers run, and quick ones are answered while they do."""

    async def work(pool: Pool) -> tuple[int, list[KgError | int]]:
        slow = [asyncio.ensure_future(outcome(pool, ENDLESS)) for _ in range(2)]
        await asyncio.sleep(SETTINGS.slow_after)
        answered = 0
        while not any(task.done() for task in slow):
            assert await outcome(pool, QUICK) == 1
            answered += not any(task.done() for task in slow)
        return answered, [await task for task in slow]

    answered, ended = pooled(served, replace(SETTINGS, timeout=8), work)
    assert answered > 5, "none would be, if quick ones had to wait for the slow"
    assert all(isinstance(each, QueryTimeoutError) for each in ended)


def test_more_slow_queries_than_may_run_are_told_so_at_once(served: Served) -> None:
    async def work(pool: Pool) -> tuple[list[KgError | int], KgError | int]:
        ended = await asyncio.gather(*(outcome(pool, ENDLESS) for _ in range(4)))
        return list(ended), await outcome(pool, QUICK)

    ended, after = pooled(served, replace(SETTINGS, timeout=8), work)
    kinds = sorted(type(each).__name__ for each in ended)
    assert kinds == ["QueryTimeoutError", "QueryTimeoutError", "ServerBusyError", "ServerBusyError"]
    assert after == 1


def test_the_queue_is_bounded_in_number_and_in_time(served: Served) -> None:
    settings = replace(SETTINGS, workers=1, max_waiting=2, max_wait=0.2, slow_after=2.0, max_slow=0)

    async def work(pool: Pool) -> list[KgError | int]:
        running = asyncio.ensure_future(outcome(pool, ENDLESS))
        await asyncio.sleep(0.1)
        waiting = await asyncio.gather(*(outcome(pool, QUICK) for _ in range(3)))
        running.cancel()
        return list(waiting)

    waited, also, refused = pooled(served, settings, work)
    assert all(isinstance(each, ServerBusyError) for each in (waited, also, refused))
    assert "too many queries at once" in str(waited)
    assert "waiting already" in str(refused)


def test_a_query_that_is_called_off_ends_its_process(served: Served) -> None:
    async def work(pool: Pool) -> tuple[bool, KgError | int]:
        before = set(pool._alive)
        running = asyncio.ensure_future(pool.query(ENDLESS))
        await asyncio.sleep(0.2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        for _ in range(100):  # ending a process takes a while on a busy machine
            if not all(worker.process.is_alive() for worker in before):
                break
            await asyncio.sleep(0.1)
        return all(worker.process.is_alive() for worker in before), await outcome(pool, QUICK)

    whole, after = pooled(served, replace(SETTINGS, workers=1), work)
    assert not whole
    assert after == 1


def test_memory_is_bounded(served: Served) -> None:
    pytest.importorskip("resource")
    settings = replace(SETTINGS, workers=1, timeout=60, slow_after=60, memory=1 << 30)

    async def work(pool: Pool) -> tuple[KgError | int, KgError | int]:
        # A sort holds everything at once: 27 million rows.
        ended = await outcome(pool, "SELECT ?a ?d { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 1")
        return ended, await outcome(pool, QUICK)

    ended, after = pooled(served, settings, work)
    assert isinstance(ended, WorkerError)
    assert "memory" in str(ended)
    assert after == 1


def test_a_worker_that_dies_while_it_has_nothing_to_do_is_replaced(served: Served) -> None:
    async def work(pool: Pool) -> KgError | int:
        for worker in list(pool._alive):
            worker.process.kill()
            worker.process.join()
        return await outcome(pool, QUICK)

    assert pooled(served, SETTINGS, work) == 1


def test_a_kind_of_answer_without_a_form(served: Served) -> None:
    async def work(pool: Pool) -> list[KgError | int]:
        return [await outcome(pool, QUICK, rows=None), await outcome(pool, "DESCRIBE ent:x", triples=None)]

    assert all(isinstance(each, NotAcceptableError) for each in pooled(served, SETTINGS, work))


def test_a_query_that_is_wrong_leaves_its_worker_alive(served: Served) -> None:
    async def work(pool: Pool) -> tuple[list[KgError | int], bool]:
        before = set(pool._alive)
        wrong = [
            await outcome(pool, query) for query in ("SELECT", "SELECT * { SERVICE <x:y> {} }", "ASK {" + "(" * 999)
        ]
        return wrong, before == pool._alive

    wrong, same = pooled(served, SETTINGS, work)
    assert all(isinstance(each, QueryError) for each in wrong)
    assert same


@pytest.mark.parametrize(
    "changed", [{"timeout": 0}, {"timeout": float("nan")}, {"max_rows": 0}, {"workers": -1}, {"port": 70000}]
)
def test_limits_that_make_no_sense_are_told(changed: dict[str, float]) -> None:
    with pytest.raises(UsageError, match="must be"):
        Settings(**changed)  # type: ignore[arg-type]


# The same over HTTP


@pytest.fixture(scope="module")
def server() -> Iterator[Live]:
    with live(EXPORTS, "--timeout", "2", "--max-rows", "100") as running:
        yield running


def ask(client: httpx.Client | httpx.AsyncClient, query: str):  # type: ignore[no-untyped-def]
    return client.get("/sparql", params={"query": query})


def test_each_limit_has_its_status(server: Live) -> None:
    with server.client() as client:
        slow = ask(client, ENDLESS)
        assert (slow.status_code, slow.text) == (
            504,
            "the query took longer than 2 seconds and was ended; ask for less at once\n",
        )
        large = ask(client, EVERYTHING)
        assert (large.status_code, large.text) == (
            422,
            "the answer has more than 100 rows; add LIMIT 100 or ask for less at once\n",
        )


def test_a_crowd_of_slow_queries_gets_answers_and_so_does_everyone_else(server: Live) -> None:
    with server.client() as client, ThreadPoolExecutor(8) as threads:
        slow = [threads.submit(ask, client, ENDLESS) for _ in range(6)]
        time.sleep(0.3)
        quick = []
        while not all(each.done() for each in slow):
            quick.append(ask(client, QUICK).status_code)
        statuses = {each.result().status_code for each in slow}
        busy = [each.result() for each in slow if each.result().status_code == 503]
    assert quick.count(200) >= 0.9 * len(quick)  # a machine busy with other things may keep one waiting too long
    assert set(quick) <= {200, 503}
    assert statuses <= {503, 504}
    assert 504 in statuses
    assert all(int(each.headers["retry-after"]) > 0 for each in busy)


def test_a_client_that_hangs_up_ends_its_query(server: Live) -> None:
    with server.client() as client:
        for _ in range(6):  # more than may run at once, if they went on
            with pytest.raises(httpx.ReadTimeout):
                client.get("/sparql", params={"query": ENDLESS}, timeout=0.2)
        assert ask(client, QUICK).status_code == 200


def test_fifty_clients_at_once(server: Live) -> None:
    queries = [QUICK, "SELECT * { ?v a kg:Venue }", "DESCRIBE ent:首钢园", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"]

    async def one(client: httpx.AsyncClient, number: int, until: float) -> list[int]:
        found = []
        while time.monotonic() < until:
            found.append((await ask(client, queries[(number + len(found)) % len(queries)])).status_code)
        return found

    async def all_of_them() -> list[int]:
        limits = httpx.Limits(max_connections=50)
        async with httpx.AsyncClient(base_url=server.url, timeout=60, limits=limits) as client:
            until = time.monotonic() + 3
            found = await asyncio.gather(*(one(client, number, until) for number in range(50)))
        return [status for each in found for status in each]

    statuses = finished(all_of_them())
    assert len(statuses) >= 50  # each at least once, however busy the machine
    assert set(statuses) == {200}


def test_no_process_outlives_the_server(tmp_path: Path) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("needs /proc")
    with live(EXPORTS, "--timeout", "2", TMPDIR=str(tmp_path)) as running:
        children = _children(running.process.pid)
        assert len(children) >= 2
        with running.client() as client, pytest.raises(httpx.ReadTimeout):
            client.get("/sparql", params={"query": ENDLESS}, timeout=0.5)
        running.process.kill()  # as the system does where memory runs out: nothing can be tidied up
        running.process.wait()
        for _ in range(80):
            if not any(Path(f"/proc/{child}").exists() for child in children):
                return
            time.sleep(0.1)
    pytest.fail("worker processes are still there")


def _children(parent: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found
