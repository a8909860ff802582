"""Who said what, as far as words alone show it: quotation marks, verbs of saying, the units of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from kg.nlp.verbs import VerbExample, compiled, examples_of, read_verbs, words_of

Kind = Literal["clause", "comma", "colon", "tell", "act"]

_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"'}
_STOPS = "。！？!?…"
MASK = "□"


@dataclass(frozen=True, slots=True)
class Saying:
    """Verbs of saying, by how what is said joins them; `personal` ones tell words of people alone, of organizations
    acts; `negated` fits the end of what denies a verb."""

    verbs: tuple[tuple[Kind, re.Pattern[str]], ...]
    personal: tuple[str, ...]
    negated: re.Pattern[str]
    examples: tuple[VerbExample, ...]


def load_saying(path: Path) -> Saying:
    """The verbs of a file (`seeds/lexicons/patterns/attribution.yaml`); ResourceError names the file and the fault."""
    raw = read_verbs(path, "saying")
    lists = {name: words_of(raw, name, path) for name in ("clause", "comma", "personal", "colon", "act", "tell")}
    guards = raw.get("guards") or {}

    def guarded(*names: str) -> str:
        words = sorted({w for name in names for w in lists[name]}, key=lambda w: (-len(w), w))
        return "|".join(str(guards.get(word, word)) for word in words)

    plain = str(raw.get("plain") or "")
    sources: tuple[tuple[Kind, str], ...] = (
        ("tell", rf"(?:{'|'.join(lists['tell'])})[^，。：；“”]{{1,16}}(?=[，：:]|“)"),
        ("clause", rf"(?:{guarded('clause')})(?:说|道|称)?{plain}"),
        (
            "comma",
            rf"(?<!据)(?:{guarded('comma', 'personal')})(?:说|道|称|到)?(?=[，：:“,])(?!，(?:并(?![不非])|随后|然后))",
        ),
        ("colon", rf"(?:{'|'.join(lists['colon'])})[^，。；：“”]{{0,8}}(?=[：:]|——)"),
        ("act", rf"(?:{'|'.join(lists['act'])})(?=[^，。]{{0,4}}[。！]|$)"),
    )
    return Saying(
        verbs=tuple((kind, compiled(source, path)) for kind, source in sources),
        personal=lists["personal"],
        negated=compiled(str(raw.get("negated") or "(?!)"), path),
        examples=examples_of(raw, "says", path),
    )


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch in quotation marks: `start..end` with the marks, `inner_start..inner_end` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying at `start..end`; `kind` says how what is said joins it."""

    start: int
    end: int
    kind: Kind


def find_quotes(text: str, start: int, end: int) -> tuple[Quote, ...]:
    """The outermost quotations of `text[start:end]`, in order.

    One left open runs to the end if it begins the paragraph (the next one goes on with it), else its mark is ignored.
    他说：“‘甲’和“乙”都去。” holds one. Straight marks pair up in turn.
    """
    quotes: list[Quote] = []
    closings = _closings(text, start, end)
    at = start
    while at < end:
        if text[at] not in _PAIRS:
            at += 1
            continue
        close = closings.get(at, 0)
        if close:
            quotes.append(Quote(at, close, at + 1, close - 1))
        elif not text[start:at].strip():
            quotes.append(Quote(at, end, at + 1, end))
        at = close or at + 1
    return tuple(quotes)


def _closings(text: str, start: int, end: int) -> dict[int, int]:
    """For each opening mark, where its quotation ends, after its mark; each kind of marks nests by itself."""
    found: dict[int, int] = {}
    for opening, closing in _PAIRS.items():
        waiting: list[int] = []
        for match in re.finditer(f"[{opening}{closing}]", text[start:end]):
            at = start + match.start()
            if waiting and match[0] == closing:
                found[waiting.pop()] = at + 1
            if match[0] == opening:
                waiting.append(at)
    return found


def mask(text: str, start: int, end: int, quotes: Sequence[Quote]) -> str:
    """`text[start:end]` with what stands in quotation marks blotted out, same length."""
    out = list(text[start:end])
    for q in quotes:
        out[q.inner_start - start : q.inner_end - start] = MASK * (q.inner_end - q.inner_start)
    return "".join(out)


def find_units(text: str, start: int, end: int, quotes: Sequence[Quote]) -> tuple[tuple[int, int], ...]:
    """Cut a paragraph at its stops outside quotations, and after a quotation that is a sentence of its own.

    “甲。”某某说，“乙。” → “甲。” | 某某说，“乙。”
    Counter-example: 被称作“甲！”的展会 is not cut.
    """
    cuts: list[int] = []
    masked = mask(text, start, end, quotes)
    for match in re.finditer(rf"[{_STOPS}]+[)）]?", masked):
        cuts.append(start + match.end())
    for q in quotes:
        whole = text[q.inner_end - 1 : q.inner_end] in _STOPS if q.inner_end > q.inner_start else False
        opens = q.start == start or text[q.start - 1] in "，：:,。！？!?” " or q.start in cuts
        if whole and opens and text[q.end : q.end + 1] not in {"，", "、", "；", "的", "。"}:
            cuts.append(q.end)
    bounds = sorted({start, *(c for c in cuts if c <= end), end})
    return tuple((a, b) for a, b in pairwise(bounds) if text[a:b].strip())


def find_verbs(saying: Saying, masked: str) -> Iterator[Verb]:
    """The verbs of saying of a masked unit in order, none inside another; negated ones left out.

    某某告诉记者，…: tell. 某某表示不申请听证: clause. 某某介绍，…: comma. Counter-example: 小说, 简称, 介绍了.
    """
    found: list[Verb] = []
    taken = bytearray(len(masked))
    for kind, pattern in saying.verbs:
        for m in pattern.finditer(masked):
            if not any(taken[m.start() : m.end()]) and not saying.negated.search(
                masked[max(0, m.start() - 6) : m.start()]
            ):
                found.append(Verb(m.start(), m.end(), kind))
                taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
    yield from sorted(found, key=lambda v: v.start)
