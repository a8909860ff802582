"""One colour for each class of things, the same in every picture: exports, pages, the explorer.

The hues follow Okabe and Ito's set for all kinds of colour vision (Color Universal Design, 2008), darkened on light
ground and lightened on dark ground until each has a contrast of at least 3 to 1 with it, as WCAG 2.2 asks of graphics
(1.4.11).
"""

from __future__ import annotations

from kg.graph.schema import Schema

LIGHT_GROUND, DARK_GROUND = "#ffffff", "#16181d"
OTHER = ("#6b7280", "#a3aab5")
# Class → colour on light ground, colour on dark ground.
COLOURS: dict[str, tuple[str, str]] = {
    "Organization": ("#0072b2", "#4fa8dc"),
    "Person": ("#c2560a", "#f0894a"),
    "EventSeries": ("#7a3fa0", "#b98ad6"),
    "Event": ("#b5478c", "#e08fc0"),
    "Venue": ("#00805c", "#2bb78d"),
    "AdministrativeArea": ("#8a6d00", "#d9b310"),
    "Work": ("#5b6b1f", "#a9bf4f"),
    "Product": ("#1c7c93", "#56b4e9"),
}


def colour(schema: Schema, name: str, *, dark: bool = False) -> str:
    """The colour of a class, or of its nearest super-class that has one, as `#rrggbb`; grey where none has.

    >>> from kg.rdf.ontology import read_schema
    >>> colour(read_schema(), "Company"), colour(read_schema(), "Article", dark=True)
    ('#0072b2', '#a3aab5')
    """
    known = (COLOURS[c] for c in (schema.ancestors(name) if name in schema.classes else ()) if c in COLOURS)
    return next(known, OTHER)[dark]
