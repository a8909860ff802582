"""How the cost of a build grows with the number of articles: time, memory, bytes, and building again.

    python -m benchmarks.scale --sizes 1000,3000,10000 --jobs 1 --results scale.jsonl --plot docs/images/scale.svg
    python -m benchmarks.scale --sizes 1000,10000,100000 --median 200 --jobs 2 --runs fresh --results scale.jsonl
    python -m benchmarks.scale --given /tmp/million --results scale.jsonl --options="--engine disk"

Each size is written (benchmarks/articles.py) and built by `python -m kg build` in fresh processes: from nothing, again
with nothing changed, and again with one article changed. `--given` builds what benchmarks/claims.py wrote. Results are
added to a file, a line each; what is there is not measured again, so a run that was stopped goes on. Linux alone tells
the memory of several processes (/proc).

While a build runs, jieba.posseg reads a text now and then beside it. A machine that other work slows, or that grows
warm, slows both alike: so what a build costs is also told in what jieba.posseg costs at the same time.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from tempfile import gettempdir

from benchmarks.articles import MEDIAN, articles, write
from benchmarks.pages import machine, put
from kg.console.progress import WORDS

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
EVERY = 0.5  # seconds between two looks at the memory
PACED = 20  # looks between two readings of the text that tells the machine's pace
PACE_TEXT = 2000  # its characters, at least
MORE = "北京市统计局局长王振南说，今年有25家企业参展。"
RUNS = ("fresh", "unchanged", "one changed")
PHASES = {words: name for name, words in WORDS.items()}


@dataclass(frozen=True, slots=True)
class Result:
    """One build: seconds of the clock and of all its processors, in all and by phase; memory and files in bytes.

    `peak` is the most that its processes had together (each shared page counted once), `largest` the most that one had.
    `files` is what it left, by name. `pace` is what jieba.posseg read beside it, in characters a second of one
    processor; 0 where that was not measured.
    """

    run: str
    articles: int
    characters: int
    jobs: int
    options: str
    commit: str
    wall: float
    cpu: float
    peak: int
    largest: int
    phases: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    median: int = MEDIAN
    pace: float = 0.0

    @property
    def ratio(self) -> float:
        """Its characters a second of the processors' time by those of jieba.posseg beside it; 0 where unknown."""
        return self.characters / self.cpu / self.pace if self.pace else 0.0

    @property
    def key(self) -> tuple[object, ...]:
        """What is measured once."""
        return self.run, self.articles, self.jobs, self.options, self.median


def builds(
    size: int, median: int, runs: Sequence[str], jobs: int, options: str, work: Path, done: set[tuple[object, ...]]
) -> Iterator[Result]:
    """The builds (`runs`) of `size` written articles of about `median` characters that are not `done`."""
    missing = [run for run in runs if (run, size, jobs, options, median) not in done]
    if not missing:
        return
    folder, out = work / f"articles-{size}", work / f"graph-{size}-{jobs}"
    characters = write(articles(size, median=median), folder)
    if "fresh" in missing:
        shutil.rmtree(out, ignore_errors=True)
    for run in missing:
        if run != "fresh" and not out.is_dir():
            build(folder, out, jobs, options)
        with _changed(min(folder.rglob("*.*")) if run == "one changed" else None):
            measured = build(folder, out, jobs, options)
            yield Result(run, size, characters, jobs, options, _commit(), median=median, **measured)
    shutil.rmtree(folder)
    shutil.rmtree(out)


@contextmanager
def _changed(path: Path | None) -> Iterator[None]:
    """An article with one sentence more, for a while; with None nothing is changed."""
    if path is None:
        yield
        return
    before = path.read_text(encoding="utf-8")
    path.write_text(before.replace("</p>", f"{MORE}</p>", 1), encoding="utf-8")
    try:
        yield
    finally:
        path.write_text(before, encoding="utf-8")


def given(folder: Path, jobs: int, options: str, done: set[tuple[object, ...]]) -> Iterator[Result]:
    """The build of `folder`/input into `folder`/graph, whose claims are there."""
    many = characters = 0
    for path in sorted((folder / "input").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                many, characters = many + 1, characters + len(json.loads(line)["text"])
    if ("given", many, jobs, options, MEDIAN) not in done:
        measured = build(folder / "input", folder / "graph", jobs, options)
        yield Result("given", many, characters, jobs, options, _commit(), **measured)


def build(folder: Path, out: Path, jobs: int, options: str) -> dict[str, object]:
    """Run `kg build`; what Result has of it. Raises SystemExit with what it said where it fails."""
    command = [
        sys.executable,
        "-m",
        "kg",
        "build",
        str(folder),
        "--out",
        str(out),
        "--jobs",
        str(jobs),
        *options.split(),
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    began = time.monotonic()
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, env=environment, text=True, encoding="utf-8"
    )
    watch = Watch(process.pid)
    watch.start()
    said, marks = _follow(process, began)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    watch.ended.set()
    watch.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{said}")
    wall, cpu = time.monotonic() - began, usage.ru_utime + usage.ru_stime
    return {
        "wall": round(wall, 3), "cpu": round(cpu, 3), "peak": watch.peak, "largest": usage.ru_maxrss * 1024,
        "pace": round(watch.pace.value, 1), "phases": _phases([*marks, ("", wall, cpu)]), "files": _files(out),
    }  # fmt: skip


def _follow(process: subprocess.Popen[str], began: float) -> tuple[str, list[tuple[str, float, float]]]:
    """What it says, and when (clock, processor) each phase begins."""
    marks, said = [("start", 0.0, 0.0)], ""
    assert process.stderr is not None
    for line in process.stderr:
        said = (said + line)[-5000:]
        words = re.sub(r" from \d+ articles$", "", line.strip().removeprefix("kg: "))
        if words in PHASES:
            marks.append((PHASES[words], time.monotonic() - began, sum(cpu for cpu, _ in processes(process.pid))))
    return said, marks


def _phases(marks: Sequence[tuple[str, float, float]]) -> dict[str, tuple[float, float]]:
    """Seconds of the clock and of the processors, by phase."""
    return {
        name: (round(wall - at, 3), round(max(0.0, cpu - spent), 3))
        for (name, at, spent), (_, wall, cpu) in pairwise(marks)
    }


def processes(root: int) -> list[tuple[float, int]]:
    """Seconds of the processor (with those of ended children) and memory, of a process and all below it."""
    below: dict[int, list[int]] = {}
    seconds = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            cells = path.read_text().rsplit(")", 1)[1].split()
        except OSError:  # it has ended
            continue
        number = int(path.parent.name)
        below.setdefault(int(cells[1]), []).append(number)
        seconds[number] = sum(map(int, cells[11:15])) / TICKS
    found, waiting = [], [root]
    while waiting:
        number = waiting.pop()
        waiting += below.get(number, [])
        if number in seconds:
            found.append((seconds[number], _memory(number)))
    return found


def _memory(number: int) -> int:
    """Memory of one process in bytes, a share of each page that several have."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{number}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


class Watch(threading.Thread):
    """Looks at the memory of a process and all below it until `ended` is set; `peak` is the most, in bytes.

    Now and then it takes the machine's `pace`.
    """

    def __init__(self, root: int) -> None:
        super().__init__(daemon=True)
        self.root, self.peak, self.pace, self.ended = root, 0, Pace(), threading.Event()

    def run(self) -> None:
        """Look now and then."""
        looks = 0
        while not self.ended.wait(EVERY):
            self.peak = max(self.peak, sum(memory for _, memory in processes(self.root)))
            if looks % PACED == 0:
                self.pace.take()
            looks += 1


class Pace:
    """How fast jieba.posseg reads on this machine at this time."""

    def __init__(self) -> None:
        self.characters, self.seconds = 0, 0.0

    def take(self) -> None:
        """Read the text once; some 50 milliseconds."""
        cut, text = _pace_reader()
        began = time.thread_time()
        cut(text)
        self.seconds += time.thread_time() - began
        self.characters += len(text)

    @property
    def value(self) -> float:
        """Characters a second of this thread's processor time; 0 where none was taken."""
        return self.characters / self.seconds if self.seconds else 0.0


@cache
def _pace_reader() -> tuple[Callable[[str], object], str]:
    """jieba's tagger, loaded, and some sentences of written articles."""
    import jieba.posseg

    jieba.setLogLevel("ERROR")
    text = ""
    for article in articles(50):
        text += "\n".join(article.paragraphs)
        if len(text) >= PACE_TEXT:
            break
    jieba.posseg.lcut(text)
    return jieba.posseg.lcut, text


def _files(out: Path) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for path in out.rglob("*"):
        if path.is_file():
            name = path.relative_to(out).parts[0]
            sizes[name] = sizes.get(name, 0) + path.stat().st_size
    return dict(sorted(sizes.items()))


def _commit() -> str:
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()


def read_results(path: Path) -> list[Result]:
    """The results in a file; none where there is no file."""
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [Result(**json.loads(line)) for line in lines]


def tables(results: Sequence[Result]) -> list[str]:
    """The results as Markdown tables: whole builds, then milliseconds an article by phase."""
    ordered = sorted(results, key=lambda r: (-r.median, r.options, r.jobs, r.articles, (*RUNS, "given").index(r.run)))
    lines = [
        "| articles | characters each | jobs | options | build "
        "| wall, s | CPU, s | CPU ms an article | by jieba.posseg | peak, MB | written, MB |",
        "| --: | --: | --: | --- | --- | --: | --: | --: | --: | --: | --: |",
    ]
    for r in ordered:
        memory, written = max(r.peak, r.largest) / 1e6, sum(r.files.values()) / 1e6
        ratio = f"{r.ratio:.3f}" if r.ratio else ""
        lines.append(
            f"| {_sizes(r)} | {r.jobs} | {r.options} | {r.run} | {r.wall:,.1f} | {r.cpu:,.1f} | "
            f"{1000 * r.cpu / r.articles:.1f} | {ratio} | {memory:,.0f} | {written:,.1f} |"
        )
    names = list(dict.fromkeys(name for r in ordered for name in r.phases))
    lines += [
        "",
        "CPU milliseconds an article:",
        "",
        f"| articles | characters each | jobs | options | build | {' | '.join(names)} |",
    ]
    lines.append("| --: | --: | --: | --- | --- |" + " --: |" * len(names))
    for r in ordered:
        cells = " | ".join(f"{1000 * r.phases[n][1] / r.articles:.2f}" if n in r.phases else "" for n in names)
        lines.append(f"| {_sizes(r)} | {r.jobs} | {r.options} | {r.run} | {cells} |")
    return lines


def _sizes(r: Result) -> str:
    return f"{r.articles:,} | {r.characters // r.articles:,}"


def plot(results: Sequence[Result], path: Path) -> None:
    """Milliseconds an article and memory by the number of articles, as SVG."""
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "kg"
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
    groups: dict[tuple[str, int, int, str], list[Result]] = {}
    for r in sorted(results, key=lambda r: (-r.median, r.options, r.jobs, r.run, r.articles)):
        groups.setdefault((r.run, r.median, r.jobs, r.options), []).append(r)
    for (run, median, jobs, options), some in groups.items():
        label = f"{run}, {jobs} {'process' if jobs == 1 else 'processes'} {options}".strip()
        label += f", short articles (median {median} characters)" if median < MEDIAN else ""
        sizes = [r.articles for r in some]
        left.plot(sizes, [1000 * r.cpu / r.articles for r in some], marker="o", label=label)
        right.plot(sizes, [max(r.peak, r.largest) / 1e6 for r in some], marker="o", label=label)
    for axes, title in ((left, "CPU, milliseconds an article"), (right, "peak memory, MB")):
        axes.set(xscale="log", xlabel="articles", title=title)
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=2, fontsize="small")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Read the arguments, measure what is missing, print all results and draw them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="", help="numbers of articles, with commas (1000,3000,10000,30000,100000)")
    parser.add_argument("--given", type=Path, action="append", default=[], help="a folder of benchmarks.claims")
    parser.add_argument("--median", type=int, default=MEDIAN, help=f"characters of an article (default: {MEDIAN})")
    parser.add_argument(
        "--runs", default=",".join(RUNS), help="which builds of each, with commas (default: %(default)s)"
    )
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--options", default="", help="further options of kg build, in one text")
    parser.add_argument(
        "--work", type=Path, default=Path(gettempdir()) / "kg-scale", help="for articles and graphs (removed)"
    )
    parser.add_argument("--results", type=Path, required=True, help="JSON Lines of results, added to")
    parser.add_argument("--plot", type=Path, help="an SVG to draw all results in")
    parser.add_argument("--docs", action="store_true", help="put the tables into docs/benchmarks*.md too")
    arguments = parser.parse_args()
    done = {result.key for result in read_results(arguments.results)}
    rest = arguments.jobs, arguments.options
    for size in [int(size) for size in arguments.sizes.split(",") if size]:
        for result in builds(size, arguments.median, arguments.runs.split(","), *rest, arguments.work, done):
            _add(arguments.results, result)
    for folder in arguments.given:
        for result in given(folder, *rest, done):
            _add(arguments.results, result)
    results = read_results(arguments.results)
    print("\n".join(tables(results)))
    if arguments.docs:
        put("scale", [f"{machine()}.", "", *tables(results)])
    if arguments.plot:
        plot(results, arguments.plot)


def _add(path: Path, result: Result) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(result), ensure_ascii=False) + "\n")
    print(f"{result.articles:,} articles, {result.run}: {result.wall:.1f} s, {result.cpu:.1f} s CPU", file=sys.stderr)


if __name__ == "__main__":
    main()
