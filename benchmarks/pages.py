"""Puts measured tables into docs/benchmarks.md and docs/benchmarks.zh.md, between marks such as `<!-- stages -->`."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "docs" / "benchmarks.md", ROOT / "docs" / "benchmarks.zh.md")


def put(name: str, lines: Sequence[str], pages: Sequence[Path] = PAGES) -> None:
    """Replace what stands between `<!-- name -->` and `<!-- /name -->`; raises SystemExit where a page has no marks."""
    marked = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)", re.S)
    for page in pages:
        parts = marked.split(page.read_text(encoding="utf-8"))
        if len(parts) != 2:
            raise SystemExit(f"{page} has no marks for {name}")
        page.write_text("\n{}\n\n".format("\n".join(lines).strip("\n")).join(parts), encoding="utf-8")


def machine() -> str:
    """How many processors there are, and of which kind where /proc tells."""
    many = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    try:
        kind = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    except OSError:
        kind = None
    return f"{many} processors" + (f" ({kind[1].strip()})" if kind else "")
