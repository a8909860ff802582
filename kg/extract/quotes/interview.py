"""Interviews printed as questions and answers: 问：… 答：…, or 某报：… 某某：…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.quotes.drafts import Draft, make_drafts, trimmed_end
from kg.nlp.classes import ORGANIZATIONS
from kg.nlp.index import Index

_LABEL = re.compile(r"\s*(?:问|记者|主持人|Q)\s*[：:]", re.IGNORECASE)
# 新华社记者：今年5月…？ asks, and so does NBD：…？; 本报记者：张某 王某 signs.
_REPORTER = re.compile(
    r"\s*[^，。：；“”！？\n]{1,14}记者\s*[：:](?=[^\n]*[？?]\s*$|[^\n]{40})|\s*[A-Z]{2,8}\s*[：:](?=[^\n]*[？?])"
)
_ASKED = re.compile(r"[？?]")
_ANSWER = re.compile(r"\s*(?:答|A)\s*(?:[（(](?P<who>[^）)]{1,40})[）)])?\s*[：:]", re.IGNORECASE)
_SPOKESMAN = re.compile(r"(?:有关|相关)?(?:负责人|发言人|负责同志|方面)?\s*(?:[（(][^）)]{1,60}[）)])?\s*[：:]")


def interview_drafts(index: Index) -> tuple[list[Draft], frozenset[int]]:
    """The answers of an interview printed as 问：… 答：… or 某报：… 某某：…, and the blocks it takes up.

    An answer runs over the paragraphs up to the next question; after the last question while nobody else is named.
    """
    blocks = index.document.article.blocks
    roles = [_role(index, b.start, b.end) for b in blocks]
    if not any(r is not None and not r[0] for r in roles):
        return [], frozenset()
    drafts: list[Draft] = []
    taken: set[int] = set()
    answering: tuple[str, ...] = ()
    asked = False
    for number, (block, role) in enumerate(zip(blocks, roles, strict=True)):
        if role is not None:
            asked = asked or not role[0]
            if asked:
                taken.add(number)
            answer = _ANSWER.match(index.text[block.start : block.end])
            speakers = role[0] or ((answering or _interviewee(index, number)) if answer else ())
            if speakers and asked:
                drafts += make_drafts(index, speakers, role[1], block.end, "direct", "interview")
                answering = speakers
                running = True
            else:
                running = False
        elif asked and running and block.kind == "paragraph" and _goes_on(index, number, roles):
            drafts[-1] = replace(drafts[-1], end=trimmed_end(index.text, drafts[-1].start, block.end))
            taken.add(number)
        else:
            running = False
    return drafts, frozenset(taken)


def _interviewee(index: Index, number: int) -> tuple[str, ...]:
    """Who answers where the first 答 names nobody: the only person named before it, or the one called 受访者."""
    end = index.document.article.blocks[number].start
    people = [m for m in index.document.mentions if m.type == "Person" and m.entity]
    told = [m for m in people if index.text[: m.start].endswith(("受访者", "受访人", "受访者："))]
    before = [m for m in people if m.end <= end]
    chosen = told or (before if len({m.entity for m in before}) == 1 else [])
    return (chosen[0].entity,) if chosen else ()


def _goes_on(index: Index, number: int, roles: Sequence[tuple[tuple[str, ...], int] | None]) -> bool:
    block = index.document.article.blocks[number]
    if any(r is not None for r in roles[number + 1 :]):
        return True
    return not any(m.type == "Person" for m in index.mentions_from(block.start, block.end))


def _role(index: Index, start: int, end: int) -> tuple[tuple[str, ...], int] | None:
    """What the opening label of a block makes it: a question (nobody), an answer (by whom), or neither (None).

    The second value is where the words begin.
    """
    text = index.text
    label = _LABEL.match(text, start, end) or _REPORTER.match(text[:end], start)
    if label:
        return (), label.end()
    outlet = index.document.article.outlet.strip()
    if outlet and text.startswith((f"{outlet}：", f"{outlet}:"), start) and _ASKED.search(text, start, end):
        return (), start + len(outlet) + 1
    answer = _ANSWER.match(text, start, end)
    mentions = [m for m in index.mentions_from(start, min(end, start + 60)) if m.entity]
    if answer:
        people = [m for m in mentions if m.end <= answer.end() and m.type == "Person"]
        return tuple(m.entity for m in people[:1]), answer.end()
    for m in mentions:
        colon = _SPOKESMAN.match(text, m.end, end)
        if colon is None or not (m.type == "Person" or m.type in ORGANIZATIONS):
            continue
        if any(c in text[start : m.start] for c in "，。：；“"):
            return None
        said = text[start:end].rstrip()
        asks = m.type in ORGANIZATIONS and (
            said.endswith(("？", "?")) or (m.type == "MediaOutlet" and bool(_ASKED.search(said)))
        )
        return (() if asks else (m.entity,)), colon.end()
    return None
