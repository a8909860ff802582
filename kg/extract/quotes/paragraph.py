"""The quotations of one paragraph: before, after and around a verb of saying, and those that stand alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.quotes.drafts import TRIM, Draft, make_drafts, trimmed_end
from kg.extract.quotes.speakers import (
    LONGEST_SUBJECT,
    PRONOUN_WORDS,
    Frame,
    Paragraph,
    antecedent,
    clause_start,
    find_frames,
    find_subject,
)
from kg.nlp.attribution import Quote, find_verbs

_SLOGAN = re.compile(
    r"(?:主题|口号|题为|名为|标语|写着|写有|理念|宗旨|寓意|印着|印有|谚语|俗话|歌词|广告语|横幅|标题|关键词|词条)[^。，]{0,8}$"
)
_EPITHET = re.compile(
    r"(?:(?<![简下统俗又])称|叫|形容|归结|比作|比喻|概括|评价|定义|直呼|惊呼|喊|答|寄语|叮嘱|强调|直言|回应|解释是|答复是|只有|要求)[^，。：；“]{0,14}$"
)
_NARRATOR = re.compile(
    r"据|记者|当天|当日|当晚|会上|会议|图为|此前|随后|与此同时|另据|同日|会后|活动|仪式|论坛|展会|另外|近日|日前|公开资料|对于|至于|对此|不过|该|（"
)
_ASIDE = re.compile(r"未予|置评|没有(?:给出|回应|透露|说明)|未(?:透露|回应|说明)|[他她]")


def paragraph_drafts(p: Paragraph) -> list[Draft]:
    """The quotations of a paragraph, in order.

    “甲。”某某说，“乙。” → 甲 and 乙, both direct. 某某介绍，丙。“丁。” → 丙 indirect, 丁 direct.
    Counter-example: 以“戊”为主题 is none.
    """
    drafts: list[Draft] = []
    waiting: list[Quote] = []
    last: tuple[str, ...] = ()
    running = False
    for start, end in p.units:
        quotes = [q for q in p.quotes if start <= q.start and q.end <= end]
        bare = _bare(p, start, end, quotes)
        if bare:
            waiting += quotes
            continue
        frames = find_frames(p, start, end, drafts)
        if waiting:
            drafts += _attributed(p, waiting, frames, (start, end), last)
            waiting = []
            last = drafts[-1].speakers if drafts else last
        found = _in_unit(p, start, end, quotes, frames)
        if not found and running and drafts and _continues(p, start, end, drafts[-1]):
            drafts[-1] = replace(drafts[-1], end=trimmed_end(p.index.text, drafts[-1].start, end))
            continue
        running = bool(found) and found[-1].mode == "indirect"
        drafts += found
        last = found[-1].speakers if found else ()
        if not found and quotes and quotes[-1].end == end and p.index.text[quotes[-1].start - 1] in "：:":
            waiting = [quotes[-1]]
    if waiting:
        drafts += _attributed(p, waiting, [], (p.end, p.end), last)
    return drafts


def _bare(p: Paragraph, start: int, end: int, quotes: Sequence[Quote]) -> bool:
    """Whether a unit is a quotation and nothing else."""
    rest = p.words(start, end)
    for q in quotes:
        rest = rest.replace(p.words(q.start, q.end), "", 1)
    return bool(quotes) and not rest.strip(TRIM + "！？…")


def _attributed(
    p: Paragraph, waiting: Sequence[Quote], frames: Sequence[Frame], unit: tuple[int, int], last: tuple[str, ...]
) -> list[Draft]:
    """Quotations that are sentences of their own: said by who is named right after, else by who spoke before."""
    start, end = unit
    speakers: tuple[str, ...] = ()
    rule, factor = "direct", 1.0
    words = p.words(start, end)
    first = frames[0] if frames else None
    between = [q for q in p.quotes if first and start <= q.start and q.end <= first.start and _ends_speech(p, q, first)]
    if first and not between and first.start - start <= LONGEST_SUBJECT * 2 and not first.carried:
        speakers, factor = first.speakers, first.factor
        if first.verb.kind == "act":
            rule = "near"
    elif last:
        speakers, rule = last, "continued"
    elif words:
        found = find_subject(p, start, end, far=True)
        speakers, rule = tuple(m.entity for m in found if m.type == "Person"), "near"
    if not words and not last and p.before and waiting[0].start == p.start:
        speakers, rule = p.before, "continued"
    return [
        d for q in waiting for d in make_drafts(p.index, speakers, q.inner_start, q.inner_end, "direct", rule, factor)
    ]


def _in_unit(p: Paragraph, start: int, end: int, quotes: Sequence[Quote], frames: Sequence[Frame]) -> list[Draft]:
    drafts: list[Draft] = []
    verbs = [start + v.start for v in find_verbs(p.saying, p.nameless[start - p.start : end - p.start])]
    done = start
    for number, frame in enumerate(frames):
        if frame.start < done or _leads_to_next(p, frames, number):
            continue
        led = [q for q in quotes if done <= q.start and q.end <= frame.subject and _ends_speech(p, q, frame)]
        rule = "carried" if frame.carried else "indirect"
        if led and not frame.carried:
            q = led[-1]
            drafts += make_drafts(p.index, frame.speakers, q.inner_start, q.inner_end, "direct", "direct", frame.factor)
        if frame.verb.kind == "act":
            continue
        stop = _segment_end(p, frame.end, end, verbs)
        rest = p.words(frame.end, stop)
        quote = next((q for q in quotes if q.start >= frame.end), None)
        if quote and not p.words(frame.end, quote.start).strip(TRIM) and _alone(p, quote, stop):
            drafts += make_drafts(
                p.index, frame.speakers, quote.inner_start, quote.inner_end, "direct", "direct", frame.factor
            )
            done = quote.end
        elif rest.strip(TRIM + "！？…”"):
            drafts += make_drafts(p.index, frame.speakers, frame.end, stop, "indirect", rule, frame.factor)
            done = stop
    if not drafts:
        drafts += _unframed(p, start, end, quotes)
    return drafts


def _leads_to_next(p: Paragraph, frames: Sequence[Frame], number: int) -> bool:
    """Whether right behind a verb of saying somebody is said to say it: 张某代表嘉宾发言，|张某会长表示…."""
    after = frames[number + 1] if number + 1 < len(frames) else None
    frame = frames[number]
    return after is not None and frame.end <= after.subject and not p.words(frame.end, after.subject).strip(TRIM)


def _ends_speech(p: Paragraph, q: Quote, frame: Frame) -> bool:
    """Whether a quotation before a frame is what the frame attributes: “…，”某某说."""
    between = p.words(q.end, frame.subject)
    inner = p.index.text[q.inner_end - 1]
    opens = q.start == p.start or p.index.text[q.start - 1] in "，。：:！？!?” \u3000"
    return opens and (inner in "，。！？!?…," or between.startswith("，")) and len(between) <= LONGEST_SUBJECT


def _alone(p: Paragraph, quote: Quote, stop: int) -> bool:
    return not p.words(quote.end, stop).strip(TRIM + "！？…")


def _segment_end(p: Paragraph, start: int, end: int, verbs: Sequence[int]) -> int:
    """The end of what a verb introduces: a ； after which somebody else says something, else the unit's end.

    `verbs`: where the unit's verbs of saying begin, in order.
    """
    for i in range(start, end):
        mark = p.masked[i - p.start]
        if mark in "；;，":
            following = bisect_right(verbs, i)
            other = _other(p, i + 1, verbs[following]) if following < len(verbs) else ""
            if other and (mark != "，" or re.search("[则却]", other)):
                return i
    return end


def _other(p: Paragraph, start: int, verb: int) -> str:
    """The words up to a verb of saying, if they name somebody who says something; else empty."""
    words = p.words(start, verb)
    return words if "，" not in words and find_subject(p, start, verb) else ""


def _unframed(p: Paragraph, start: int, end: int, quotes: Sequence[Quote]) -> list[Draft]:
    """Direct speech without a verb of saying: 某某苦笑：“…”; 某某把它称作“…”; 某某摆摆手，“…”."""
    for q in quotes:
        before = p.words(start, q.start)
        colon = before.endswith(("：", ":"))
        comma = before.endswith("，") and _alone(p, q, end)
        if _SLOGAN.search(before.rstrip("：:")) or not (colon or comma or _EPITHET.search(before)):
            continue
        clause = clause_start(p, start, q.start - 1)
        subject = [m for m in find_subject(p, clause, q.start) or find_subject(p, start, q.start) if m.type == "Person"]
        speakers = tuple(m.entity for m in subject)
        if not speakers and PRONOUN_WORDS.match(p.words(clause, q.start)):
            speakers = antecedent(p, clause, ())
        if speakers:
            return make_drafts(p.index, speakers, q.inner_start, q.inner_end, "direct", "direct" if colon else "near")
    return []


def _continues(p: Paragraph, start: int, end: int, draft: Draft) -> bool:
    """Whether a sentence still belongs to the statement before it: no narrator, nobody new."""
    words = p.words(start, end)
    if draft.mode != "indirect" or _NARRATOR.match(words.lstrip()) or _ASIDE.search(words):
        return False
    known = {m.entity for m in p.agents if m.end <= start}
    opened = {m.entity for m in p.agents if start <= m.start <= start + 1}
    new = [m for m in p.agents if start <= m.start < end and (m.type == "Person" or m.entity in opened - known)]
    return not new
