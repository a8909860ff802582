"""Names repeated in an article agree: a person in one sentence is no organization in the next without reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.model import Mention
from kg.nlp.classes import family

# Families that one name may well have side by side: a museum is a place and a body, a film festival and its prize.
_BOTH = ({"Organization", "Venue"}, {"Event", "Work"})
# How sure a candidate still is that the rest of the article reads otherwise, once it is read like the rest.
_OUTVOTED = 0.8


def agreeing(candidates: Iterable[Mention], chosen: Sequence[Mention]) -> Iterator[Mention]:
    """The candidates, those outvoted by the names chosen at first read like these.

    锐甲 chosen three times as an organization and once as a person → an organization there too.
    Counter-example: 市博物馆 as an organization here and a venue there are both right.
    """
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    types: dict[tuple[str, str], str] = {}
    for mention in chosen:
        if mention.type != "Title":
            types.setdefault((mention.text, family(mention.type)), mention.type)
            votes[mention.text][family(mention.type)] += mention.confidence
    winners = {name: max(sorted(v), key=lambda k, v=v: v[k]) for name, v in votes.items() if len(v) > 1}  # type: ignore[misc]
    for mention in candidates:
        winner = winners.get(mention.text)
        kind = family(mention.type)
        if winner is None or kind == winner or mention.type == "Title" or {kind, winner} in _BOTH:
            yield mention
        else:
            yield replace(mention, type=types[mention.text, winner], confidence=mention.confidence * _OUTVOTED)
