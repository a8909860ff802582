"""What charts share: they are drawn once the browser is there, in colours that do on light and dark ground alike."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import context, ui

# Mid grey: at least 4 to 1 with both grounds.
INK, LINES = "#7d8590", "#8884"


def later(draw: Callable[[], Awaitable[None] | None]) -> None:
    """Call `draw` once, when the browser has opened its connection: what it makes comes after the page itself."""
    client = context.client
    slot = context.slot
    done: list[bool] = []

    async def connected() -> None:
        if not done:
            done.append(True)
            with slot:
                result = draw()
                if result is not None:
                    await result

    client.on_connect(connected)


async def is_dark() -> bool:
    """Whether the page is shown dark in the browser (by its own choice, or by the system's)."""
    return bool(await ui.run_javascript("document.body.classList.contains('body--dark')", timeout=10))


def graph_options(points: Sequence[dict[str, Any]], links: Sequence[dict[str, Any]], *, dark: bool) -> dict[str, Any]:
    """ECharts' options for nodes and links. Nodes are known by their `id`, so that they stay in place while others
    come; all words are drawn on a canvas (`richText`), never as HTML; labels that would lie on others are left out."""
    ink, ground = ("#d5d7dc", "#1e2127") if dark else ("#33373e", "#ffffff")
    return {
        "animation": False,
        "tooltip": {"renderMode": "richText", "confine": True, "backgroundColor": ground,
                    "textStyle": {"color": ink}},
        "series": [
            {
                "type": "graph",
                "layout": "force",
                "roam": True,
                "draggable": True,
                "force": {"repulsion": 320, "edgeLength": [80, 150], "gravity": 0.14, "layoutAnimation": False},
                "scaleLimit": {"min": 0.3, "max": 6},
                "label": {"show": True, "position": "bottom", "color": ink, "fontSize": 12, "formatter": "{b}",
                          "width": 120, "overflow": "truncate", "textBorderColor": ground, "textBorderWidth": 3},
                "labelLayout": {"hideOverlap": True},
                "emphasis": {"focus": "adjacency"},
                "edgeSymbol": ["none", "arrow"],
                "edgeSymbolSize": 6,
                "lineStyle": {"color": INK, "opacity": 0.55, "width": 1.2},
                "data": list(points),
                "links": list(links),
            }
        ],
    }  # fmt: skip
