"""The real command line, in a process of its own or in this one."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from kg.cli import main

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "seeds" / "articles"
TEXT = "本届茶博会9月5日在海州会展中心开幕，共有三百家企业参展。海州市商务局局长林若谷介绍了有关情况。"
GOOD = f"---\ntitle: 茶博会开幕\ndate: 2022-09-05\nauthor: 甲报\n---\n{TEXT}"


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and what it printed, as text and as bytes."""

    code: int
    out: str
    err: str
    raw: bytes


def environment(**extra: str) -> dict[str, str]:
    """The environment of a command: this checkout on the path, nothing that colours or widens."""
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "KG_DEBUG")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", **extra}


def kg(
    *arguments: str | Path, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> Ran:  # fmt: skip
    """Run `kg` with these arguments to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=cwd, input=stdin, env=environment(**(env or {})), capture_output=True, timeout=timeout, check=False,
    )  # fmt: skip
    return Ran(
        done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), done.stdout
    )


def inside(
    *arguments: str | Path, cwd: Path | None = None, stdin: bytes = b"", env: Mapping[str, str] | None = None
) -> Ran:
    """What `kg` does, run in this process: the start of another takes seconds."""
    given, out, err = (io.TextIOWrapper(io.BytesIO(data), "utf-8") for data in (stdin, b"", b""))
    with (
        patch.object(sys, "stdin", given),
        patch.dict(os.environ, environment(**(env or {})), clear=True),
        redirect_stdout(out),
        redirect_stderr(err),
        chdir(cwd or Path.cwd()),
    ):
        code = main(list(map(str, arguments)))
        out.flush()
        err.flush()
    raw, told = (stream.buffer.getvalue() for stream in (out, err))
    return Ran(code, raw.decode("utf-8", "replace"), told.decode("utf-8", "replace"), raw)


def no_traceback(ran: Ran) -> bool:
    """Whether a mistake was told and not thrown."""
    return "Traceback" not in ran.err and "a bug" not in ran.err
