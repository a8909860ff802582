"""What the READMEs say is so: their commands run, their outputs are real, and both languages say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from readme_blocks import READMES, ROOT, Block, blocks, exchanges, headings, renewed, run_shell, same, workplace

ALL = list(dict.fromkeys(block for path in READMES for block in blocks(path)))
RENEW = "renew the outputs with: python tests/readme_blocks.py --write"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    folder = tmp_path_factory.mktemp("reader")
    return folder, workplace(folder)


def test_both_languages_have_the_same_parts() -> None:
    english, chinese = READMES
    assert headings(english) == headings(chinese)
    assert blocks(english) == blocks(chinese)
    assert len(blocks(english)) >= 12


def test_the_two_commands_of_a_newcomer_are_there() -> None:
    text = "".join(block.text for block in ALL if block.language == "sh")
    assert "pip install . && kg build seeds/articles --out exports" in text
    assert "pip install '.[test]' && pytest" in text
    assert "test" in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]


@pytest.mark.parametrize("block", [b for b in ALL if b.language == "sh"], ids=lambda b: b.text.splitlines()[0][:40])
def test_commands_run(place: tuple[Path, dict[str, str]], block: Block) -> None:
    for command in block.text.strip().split("\n"):
        ran = run_shell(command, *place)
        assert ran.returncode == 0, ran.stderr


@pytest.mark.parametrize(
    "block", [b for b in ALL if b.language == "console"], ids=lambda b: b.text.split("\n")[0][2:42]
)
def test_commands_print_what_is_shown(place: tuple[Path, dict[str, str]], block: Block) -> None:
    fresh = renewed(block, *place)
    for (command, shown), (_, printed) in zip(exchanges(block.text), exchanges(fresh), strict=True):
        assert same(command, shown, printed), f"{RENEW}\n$ {command}\n{printed}"


@pytest.mark.parametrize("block", [b for b in ALL if b.language == "pycon"], ids=lambda b: b.text.split("\n")[-2][:40])
def test_sessions_print_what_is_shown(place: tuple[Path, dict[str, str]], block: Block) -> None:
    fresh = renewed(block, *place)
    assert block.text == fresh, f"{RENEW}\n{fresh}"


@pytest.mark.parametrize("path", [*READMES, ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert targets
    assert [t for t in targets if not (ROOT / t).exists()] == []
