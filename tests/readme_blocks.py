"""The code blocks of the READMEs, run as a reader would run them.

`sh` blocks are commands that must work; `console` blocks are commands after `$ ` (lines after `> ` go on with them) and
what they print; `pycon` blocks are Python sessions. `python tests/readme_blocks.py --write` puts the present output
into both READMEs.
"""

from __future__ import annotations

import doctest
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a reader does once, and what a test does not do to itself.
_NOT_RUN = re.compile(r"^(?:pip install |pytest$|git clone |cd |\.ci/run$|python -m venv |\. \.venv)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and text."""

    language: str
    text: str


def blocks(path: Path) -> list[Block]:
    """The fenced blocks of a file, in order."""
    return [Block(m[1], m[2]) for m in _BLOCK.finditer(path.read_text(encoding="utf-8"))]


def headings(path: Path) -> list[int]:
    """The levels of a file's headings, in order."""
    text = _BLOCK.sub("", path.read_text(encoding="utf-8"))
    return [len(m[1]) for m in re.finditer(r"^(#+) ", text, re.MULTILINE)]


def workplace(folder: Path) -> dict[str, str]:
    """Lay out a copy of what the commands read, with `kg` on the path; returns the environment to run them in."""
    for name in ("seeds/articles", "exports", "ontology"):
        shutil.copytree(ROOT / name, folder / name)
    programs = folder / ".programs"
    programs.mkdir()
    script = programs / "kg"
    script.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg "$@"\n', encoding="utf-8")
    script.chmod(0o755)
    kept = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "KG_DEBUG")}
    path = os.pathsep.join((str(programs), kept.get("PATH", os.defpath)))
    return {**kept, "PATH": path, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}


def run_shell(command: str, folder: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One command in the workplace; what installs or tests is left out."""
    steps = [step for step in command.split(" && ") if not _NOT_RUN.match(step)]
    return subprocess.run(
        ["sh", "-c", " && ".join(steps) or "true"],
        cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip


def exchanges(text: str) -> Iterator[tuple[str, str]]:
    """(command, printed) of a `console` block."""
    command, printed = "", ""
    for line in text.splitlines():
        if line.startswith("$ "):
            if command:
                yield command, printed
            command, printed = line[2:], ""
        elif line.startswith("> ") and not printed:
            command += "\n" + line[2:]
        else:
            printed += line.rstrip() + "\n"
    yield command, printed


def stripped(printed: str) -> str:
    """Output without blanks at line ends and empty lines at both ends."""
    return "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n") + "\n"


def same(command: str, one: str, other: str) -> bool:
    """Whether two outputs are the same; in any order of lines where the query asks for none."""
    if "kg query" in command and "ORDER BY" not in command:
        return sorted(stripped(one).split("\n")) == sorted(stripped(other).split("\n"))
    return stripped(one) == stripped(other)


def renewed_console(block: Block, folder: Path, env: dict[str, str]) -> str:
    """A `console` block with what its commands print now; what is still right stays as it is."""
    text = ""
    for command, printed in exchanges(block.text):
        ran = run_shell(command, folder, env)
        if ran.returncode not in (0, 141):
            raise SystemExit(f"{command}\n{ran.stderr}")
        text += "$ " + command.replace("\n", "\n> ") + "\n"
        text += stripped(printed if same(command, printed, ran.stdout) else ran.stdout)
    return text


_SESSION = """
import ast, contextlib, doctest, io, json, sys
names = {}
for example in json.load(sys.stdin):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(example, "<README>", "single"), names)
    print(json.dumps(out.getvalue()))
"""


def renewed_session(block: Block, folder: Path, env: dict[str, str]) -> str:
    """A `pycon` block with what Python prints now."""
    import json

    examples = doctest.DocTestParser().get_examples(block.text)
    ran = subprocess.run(
        [sys.executable, "-c", _SESSION], input=json.dumps([e.source for e in examples]),
        cwd=folder, env=env, capture_output=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    if ran.returncode:
        raise SystemExit(f"{block.text}\n{ran.stderr}")
    text = ""
    for example, printed in zip(examples, ran.stdout.splitlines(), strict=True):
        lines = example.source.rstrip("\n").split("\n")
        text += "".join(f"{'...' if n else '>>>'} {line}".rstrip() + "\n" for n, line in enumerate(lines))
        text += json.loads(printed)
    return text


def renewed(block: Block, folder: Path, env: dict[str, str]) -> str:
    """The block as it should stand."""
    if block.language == "console":
        return renewed_console(block, folder, env)
    return renewed_session(block, folder, env) if block.language == "pycon" else block.text


def write() -> None:
    """Renew the outputs in both READMEs."""
    with tempfile.TemporaryDirectory() as name:
        env = workplace(Path(name))
        known: dict[Block, str] = {}
        for path in READMES:
            for block in blocks(path):
                if block not in known:
                    known[block] = renewed(block, Path(name), env)
            text = path.read_text(encoding="utf-8")
            fresh = _BLOCK.sub(lambda m: f"```{m[1]}\n{known[Block(m[1], m[2])]}```", text)
            path.write_text(fresh, encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        raise SystemExit("use: python tests/readme_blocks.py --write")
    write()
