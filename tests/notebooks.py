"""The notebooks under docs/notebooks, run as a reader would run them.

`python tests/notebooks.py --write` runs them and puts the present outputs into the files.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = tuple(sorted((ROOT / "docs" / "notebooks").glob("*.ipynb")))
# What a run leaves in a notebook besides its outputs: times, and the machine's own version of Python.
_PASSING = ("execution", "language_info")


def executed(path: Path) -> Any:
    """The notebook with the outputs that its cells have now; an error in a cell is raised (CellExecutionError)."""
    notebook = nbformat.read(path, as_version=4)
    os.environ["PYTHONPATH"] = str(ROOT)
    os.environ["PYTHONWARNINGS"] = "ignore"
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}).execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata["language_info"] = {"name": "python"}
    return notebook


def texts(notebook: Any) -> list[str]:
    """The texts that each code cell prints or shows, pictures left out."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            parts = [o.get("text") or o.get("data", {}).get("text/plain", "") for o in cell.outputs]
            found.append("".join("".join(part) for part in parts))
    return found


def write() -> None:
    """Renew the outputs of all notebooks."""
    for path in NOTEBOOKS:
        nbformat.write(executed(path), path)


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        raise SystemExit("use: python tests/notebooks.py --write")
    write()
