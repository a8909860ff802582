"""Classes as extractors see them: all organizations are one family, editions and series of events are another.

A test holds that this agrees with the ontology.
"""

from __future__ import annotations

ORGANIZATIONS = frozenset(
    {
        "Organization",
        "Company",
        "GovernmentBody",
        "Association",
        "InternationalOrganization",
        "MediaOutlet",
        "Institution",
    }
)


def family(kind: str) -> str:
    """The family of a class: Company → Organization, EventSeries → Event; every other class is its own."""
    if kind in ORGANIZATIONS:
        return "Organization"
    return "Event" if kind == "EventSeries" else kind
