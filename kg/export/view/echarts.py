"""Apache ECharts as one inline script, from the files that NiceGUI's package carries.

NiceGUI brings ECharts as ES modules: `index.js` names a chunk, whose own name has a hash in it, and under which of the
chunk's exports ECharts stands. A page in one file cannot import a file beside it, so the chunk's last statement (its
exports) becomes an assignment to `globalThis.echarts`, and the 3D part, which this page does not use, is left out.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

from kg.errors import ResourceError, UsageError

_FROM = re.compile(r'import\s*\{([^}]*)\}\s*from\s*"\./([\w.-]+\.js)"')
_EXPORT = re.compile(r"export\s*\{([^{}]*)\}\s*;?\s*(?://#[^\n]*\s*)*$")
_LAZY = re.compile(r'import\("\./[\w.-]+\.js"\)')


def script() -> str:
    """The text of a module script that sets `globalThis.echarts`.

    Raises:
        UsageError: the extra `web` is not installed.
        ResourceError: NiceGUI's files are not as they are known here.
    """
    spec = find_spec("nicegui")
    if spec is None or spec.origin is None:
        raise UsageError("kg view needs the extra web: pip install 'kg[web]'")
    return inlined(Path(spec.origin).parent / "elements" / "echart" / "dist")


def inlined(folder: Path) -> str:
    """The script made of the modules in `folder`. Raises ResourceError."""
    index = _read(folder / "index.js")
    imported, exported = _FROM.search(index), _EXPORT.search(index)
    if not imported or not exported:
        raise _changed(folder / "index.js")
    outer = _names(exported[1]).get("echarts", "")
    inner = {local: name for name, local in _names(imported[1], turned=True).items()}.get(outer, "")
    chunk = _read(folder / imported[2])
    last = _EXPORT.search(chunk)
    local = _names(last[1]).get(inner, "") if last else ""
    if not last or not local:
        raise _changed(folder / imported[2])
    body = _LAZY.sub("Promise.reject(new Error())", chunk[: last.start()])
    if re.search(r"</script|<!--|\bimport\s*[({\"]", body, re.IGNORECASE):
        raise _changed(folder / imported[2])
    return f"{body}\nglobalThis.echarts={local};"


def _names(listed: str, *, turned: bool = False) -> dict[str, str]:
    """`zK as aS,x` → {"aS": "zK", "x": "x"}; `turned`: {"zK": "aS", "x": "x"}."""
    pairs = [part.split(" as ") for part in (p.strip() for p in listed.split(",")) if part]
    return {(p[0] if turned else p[-1]).strip(): (p[-1] if turned else p[0]).strip() for p in pairs}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise _changed(path) from error


def _changed(path: Path) -> ResourceError:
    return ResourceError(
        f"{path}: NiceGUI carries ECharts in another form than kg view knows: install nicegui>=3.0,<4, or report this"
    )
