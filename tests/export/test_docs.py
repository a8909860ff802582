"""What docs/exports.md says is so: its commands run, its outputs are real, and both languages say the same.

`PYTHONPATH=.:tests python tests/export/test_docs.py` puts the present output into both.
"""

from __future__ import annotations

import doctest
import re
import tempfile
from importlib import import_module
from pathlib import Path

import pytest
from readme_blocks import ROOT, Block, blocks, headings, renewed, run_shell, workplace

from kg.cli import EXPORTS

PAGES = (ROOT / "docs" / "exports.md", ROOT / "docs" / "exports.zh.md")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A reader's folder, in which all commands of the page have run."""
    folder = tmp_path_factory.mktemp("reader")
    env = workplace(folder)
    for line in commands():
        ran = run_shell(line, folder, env)
        assert ran.returncode == 0, ran.stderr
    return folder, env


def commands() -> list[str]:
    return [line for block in blocks(PAGES[0]) if block.language == "sh" for line in block.text.strip().split("\n")]


def test_both_languages_have_the_same_parts() -> None:
    english, chinese = PAGES
    assert headings(english) == headings(chinese)
    assert blocks(english) == blocks(chinese)
    assert len(blocks(english)) >= 8


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_every_form_is_explained(page: Path) -> None:
    named = set(re.findall(r"`(\w+)`", page.read_text(encoding="utf-8")))
    assert set(EXPORTS) <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert targets
    assert [t for t in targets if not (page.parent / t).exists()] == []


@pytest.mark.parametrize(
    "block",
    [b for b in blocks(PAGES[0]) if b.language in ("console", "pycon")],
    ids=lambda b: b.text.split("\n")[0][:50],
)
def test_outputs_are_what_is_shown(place: tuple[Path, dict[str, str]], block: Block) -> None:
    assert renewed(block, *place) == block.text


@pytest.mark.parametrize("name", ["kg.export.attributes"])
def test_examples_in_docstrings(name: str) -> None:
    found = doctest.testmod(import_module(name))
    assert found.attempted > 0
    assert found.failed == 0


def write() -> None:
    """Renew the outputs in both pages."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = workplace(folder)
        for line in commands():
            run_shell(line, folder, env).check_returncode()
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            for block in blocks(page):
                text = text.replace(
                    f"```{block.language}\n{block.text}```", f"```{block.language}\n{renewed(block, folder, env)}```"
                )
            page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
