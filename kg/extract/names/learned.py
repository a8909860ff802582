"""What the name tagger proposes: its spans as candidates, and its word on what the rules propose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract.names.chains import FALSE_END, is_telling, suffix_at
from kg.extract.names.events import EDITION
from kg.extract.names.formed import PARTS
from kg.extract.names.tagged import organization_class
from kg.model import Mention, NameSpan, Tag
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
# Spans less probable than this are no candidates; without an ending of their kind they must be clear.
_LEAST, _CLEAR, _CERTAIN = 0.5, 0.8, 0.97
# A span with half a pair of marks, or with a stop in it, was cut wrongly.
_TORN = re.compile(r"^[^“]*”|“[^”]*$|[、，。；！？\n+]|^[的了在是和与]")
_EVERYDAY = frozenset(("v", "vd", "vn", "a", "ad", "an", "d", "r", "c", "p", "u"))
# A rule's candidate that the tagger saw no part of, and one whose span or kind it read otherwise.
_UNSEEN, _CONTRADICTED = 0.8, 0.85
# Rules that rest on more than looks (the lexicon, brackets, the header) are not doubted.
_FIRM = (
    "lexicon",
    "rule:alias",
    "rule:book-marks",
    "rule:byline",
    "header:",
    "rule:committee",
    "rule:single",
    "rule:unit",
)


def find_learned(text: str, spans: Sequence[NameSpan], tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    """The tagger's names as candidates, organizations with the class that their ending tells.

    What only looks like a name is left out: 推进数字科技 (a verb and its object), 国家会议中心展厅 (a part of a venue),
    服务合作促发展 (a slogan), 行业协会 (a kind).
    """
    labels = {(t.start, t.end): t.label for t in tags}
    first_words = {t.start: t for t in tags}
    for span in spans:
        kind = _CLASSES.get(span.label)
        if kind is None or span.score < _LEAST or len(span.text) < 2 or _TORN.search(span.text):
            continue
        span = _behind_fair(span, lexicon)
        entry = lexicon.get(span.text)
        if entry is not None and family(entry.type) == family(kind):
            kind = entry.type
        elif entry is not None or not _credible(span, kind, labels, first_words, lexicon):
            continue
        elif kind == "Organization":
            kind = organization_class(span.text, lexicon)
        yield Mention(span.start, span.end, span.text, kind, "tagger:names", round(span.score, 4))


def _behind_fair(span: NameSpan, lexicon: Lexicon) -> NameSpan:
    """A known fair in front of another event's or a venue's name is a name of its own (服贸会|全球服务贸易峰会)."""
    known = (
        lexicon.opening(span.text, 0, len(span.text) - 3, "EventSeries") if span.label in ("EVENT", "VENUE") else None
    )
    if known is None:
        return span
    return replace(span, start=span.start + known[1], text=span.text[known[1] :])


def _credible(
    span: NameSpan, kind: str, labels: dict[tuple[int, int], str], words: dict[int, Tag], lexicon: Lexicon
) -> bool:
    """Whether an unlisted span reads like a name of its kind."""
    if kind in ("Person", "Title", "Work", "AdministrativeArea"):
        return span.score >= _CLEAR or kind != "AdministrativeArea"
    if labels.get((span.start, span.end)) in _EVERYDAY:
        return False
    first = words.get(span.start)
    if first is not None and first.end < span.end and first.label in ("v", "d", "p", "c", "r") and len(first.text) > 1:
        return first.text in lexicon.words("name-verbs") and span.score >= _CLEAR
    known = lexicon.opening(span.text, 0, len(span.text) - 1)
    if known is not None and PARTS.fullmatch(span.text, known[1]):
        return False
    if kind == "Event":
        return _credible_event(span, lexicon)
    suffix = suffix_at(span.text, len(span.text), lexicon, 0)
    if suffix is not None and family(suffix.type) == family(kind):
        return is_telling(span.text[: -len(suffix.text)], lexicon) or span.score >= _CERTAIN
    return span.score >= _CLEAR


def _credible_event(span: NameSpan, lexicon: Lexicon) -> bool:
    if EDITION.search(span.text):
        return not FALSE_END.search(span.text)
    suffix = suffix_at(span.text, len(span.text), lexicon, 0)
    if suffix is None or suffix.type != "Event":
        return span.score >= _CLEAR and not FALSE_END.search(span.text)
    if FALSE_END.search(span.text):
        return False
    return is_telling(span.text[: -len(suffix.text)], lexicon) or span.score >= _CERTAIN


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
