"""One colour for each class of things, the same in every picture: exports, pages, the explorer.

Where many classes meet, shades of one hue stand near each other; pictures name the class beside the colour all the
same. The hues follow Okabe and Ito's set for all kinds of colour vision (Color Universal Design, 2008), darkened on
light ground and lightened on dark ground until each has a contrast of at least 3 to 1 with it, as WCAG 2.2 asks of
graphics (1.4.11).
"""

from __future__ import annotations

from kg.graph.schema import Schema

LIGHT_GROUND, DARK_GROUND = "#ffffff", "#16181d"
OTHER = ("#6b7280", "#a3aab5")
# Class → colour on light ground, colour on dark ground.
COLOURS: dict[str, tuple[str, str]] = {
    "Organization": ("#4c6f94", "#8fb0d3"),
    "Company": ("#0072b2", "#4fa8dc"),
    "GovernmentBody": ("#a8201a", "#ef7a72"),
    "Association": ("#3d4fb5", "#98a6f5"),
    "InternationalOrganization": ("#0f7fa8", "#6cc7ea"),
    "MediaOutlet": ("#6d4c41", "#c1a093"),
    "Institution": ("#33691e", "#8cc26f"),
    "Person": ("#c2560a", "#f0894a"),
    "EventSeries": ("#7a3fa0", "#b98ad6"),
    "Event": ("#b5478c", "#e08fc0"),
    "Venue": ("#00805c", "#2bb78d"),
    "AdministrativeArea": ("#8a6d00", "#d9b310"),
    "Work": ("#72741a", "#c3c54c"),
    "Product": ("#00797b", "#4fc4c6"),
}


def colour(schema: Schema, name: str, *, dark: bool = False) -> str:
    """The colour of a class, or of its nearest super-class that has one, as `#rrggbb`; grey where none has.

    >>> from kg.rdf.ontology import read_schema
    >>> colour(read_schema(), "Company"), colour(read_schema(), "Article", dark=True)
    ('#0072b2', '#a3aab5')
    """
    known = (COLOURS[c] for c in (schema.ancestors(name) if name in schema.classes else ()) if c in COLOURS)
    return next(known, OTHER)[dark]
