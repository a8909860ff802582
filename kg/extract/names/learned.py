"""What the name tagger proposes: its spans as candidates, and its word on what the rules propose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.names.tagged import organization_class
from kg.model import Mention, NameSpan
from kg.nlp.classes import family
from kg.nlp.lexicon import Lexicon

_CLASSES = {
    "PER": "Person",
    "ORG": "Organization",
    "GPE": "AdministrativeArea",
    "VENUE": "Venue",
    "EVENT": "Event",
    "WORK": "Work",
    "PRODUCT": "Product",
    "TITLE": "Title",
}
# Spans less probable than this are no candidates.
_LEAST = 0.5
# A rule's candidate that the tagger saw no part of, and one whose span or kind it read otherwise.
_UNSEEN, _CONTRADICTED = 0.8, 0.85
# Rules that rest on more than looks (the lexicon, brackets, the header) are not doubted.
_FIRM = ("lexicon", "rule:alias", "rule:book-marks", "rule:byline", "header:", "rule:committee", "rule:single", "rule:unit")


def find_learned(spans: Sequence[NameSpan], lexicon: Lexicon) -> Iterator[Mention]:
    """The tagger's names as candidates, organizations with the class that their ending tells."""
    for span in spans:
        kind = _CLASSES.get(span.label)
        if kind is None or span.score < _LEAST or len(span.text) < 2 or "\n" in span.text:
            continue
        entry = lexicon.get(span.text)
        if entry is not None and family(entry.type) == family(kind):
            kind = entry.type
        elif kind == "Organization":
            kind = organization_class(span.text, lexicon)
        yield Mention(span.start, span.end, span.text, kind, "tagger:names", round(span.score, 4))


def weighed(candidates: Iterable[Mention], spans: Sequence[NameSpan]) -> Iterator[Mention]:
    """The rules' candidates with the tagger's word on them: less sure where it saw nothing or something else there."""
    named = [s for s in spans if s.label in _CLASSES and s.score >= _LEAST]
    ends = [s.end for s in named]
    for mention in candidates:
        if not spans or mention.origin.startswith(_FIRM):
            yield mention
            continue
        first = bisect_left(ends, mention.start + 1)
        over = [s for s in named[first : first + 8] if s.start < mention.end]
        if any((s.start, s.end) == (mention.start, mention.end) and _same(s, mention) for s in over):
            yield mention
        else:
            factor = _CONTRADICTED if over else _UNSEEN
            yield replace(mention, confidence=mention.confidence * factor)


def _same(span: NameSpan, mention: Mention) -> bool:
    return family(_CLASSES[span.label]) == family(mention.type)
