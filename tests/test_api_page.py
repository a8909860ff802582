"""The reference of the Python API is what `docs/make_api.py` makes of the docstrings, and leaves nothing out."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from command import ROOT

import kg

pytest.importorskip("pdoc", reason="pip install '.[docs]'")

PAGE = ROOT / "docs" / "api.html"
MAKE = "import sys; sys.path.insert(0, 'docs'); from make_api import page; sys.stdout.buffer.write(page().encode())"


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_the_committed_page_is_the_one_made(seed: str) -> None:
    env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    ran = subprocess.run([sys.executable, "-c", MAKE], cwd=ROOT, env=env, capture_output=True, check=True)
    same = ran.stdout == PAGE.read_bytes()
    assert same, "renew it with: python docs/make_api.py"


@pytest.mark.parametrize("name", [n for n in kg.__all__ if n != "__version__"])
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    assert f'id="{name}"' in PAGE.read_text(encoding="utf-8")
    assert (getattr(kg, name).__doc__ or "").strip()


def test_the_page_needs_no_network() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert "<script src" not in text
    assert "<link rel" not in text
    assert str(ROOT) not in text
