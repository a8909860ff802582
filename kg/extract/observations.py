"""Counts and measurements about an entity: 展会吸引960家企业参展 → (展会, 企业, 960, 家).

The number and unit come from `kg.nlp.quantities`, the noun counted from `kg.nlp.measures`, the entity from
`kg.nlp.subjects` and the weights in `kg.nlp.aboutness`. Counter-examples that give nothing: 为期四天, 成立100周年,
19岁的选手, 售价41.8万元, 第三届.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.figures.same import same_fact, unmeasured
from kg.identity import claim_id
from kg.model import Change, Claim, DateSpan, Document, Observation, Quantity, Sentence
from kg.nlp.aboutness import choose, quantity_features
from kg.nlp.candidates import candidates as find_candidates
from kg.nlp.index import Index
from kg.nlp.measures import Measure, change_before, find_measure
from kg.nlp.modality import status
from kg.nlp.plausible_subjects import plausible_subjects
from kg.nlp.relation_features import SURE_FIGURE
from kg.nlp.respective import answered, measured, members, turn_of
from kg.nlp.roles import Roles
from kg.nlp.subject_words import CLAUSE
from kg.nlp.subjects import Subjects

# The least probability of an entity that is worth weighing once more (`kg.extract.figures.weighed`).
_LEAST = 0.1
# By itself an entity of this probability would be told: on part 0 of 2 of the written corpus, cross-validated, F1 is
# flat between 0.25 and 0.35 (0.57); the higher one is the more precise.
_LIKELY = 0.35
# How sure the one is whom a row of figures answers in a row of names.
_ANSWERED = 0.8
# From here on what the figure before is about is taken for what its parts are about.
_KNOWN = 0.5
# A claim's confidence is the probability bent so that such an entity's falls on 0.5.
_BEND = math.log(SURE_FIGURE) / math.log(_LIKELY)
_DURATION = frozenset({"年", "天", "周", "周年", "个月", "小时", "分钟", "秒", "岁", "个工作日", "毫秒"})
_TIMED = re.compile(
    r"时间|用时|车程|航时|时长|待时|寿命|续航|间隔|工期|周期|耗时|时延|延时|瘫痪|提前|里程|晴|停工|宕机|满负荷"
)
_PRICE = re.compile(r"售价|标价|零售价|单价|定价|每[台件张只枚斤份]|门票$|起价")
# What an athlete lifts, throws or runs is no figure of the games: 以总成绩342公斤夺冠.
_SCORED, _FEAT = frozenset({"公斤", "米", "环", "分", "秒"}), re.compile(r"总成绩|抓举|挺举|^成绩|跳过|掷出|投出")
# Where a place is, and nouns that are numbered to be listed (两个市场、两种资源; 三个突出的亮点), not counted.
_NO_MEASURE = re.compile(
    r"[内外上下中里间前后]|春秋|年头|寒暑|突出|方面|市场|资源|特[点色]|亮点|环节|趋势|优势|维度|关键词?|循环|大局|百年"
)
# Against which figure of an earlier time one is held, and that it grew from there: 较上届|10.29万人增长|14%.
_AGAINST = re.compile(r"[较比与](?:上一?届|上年|去年|前年|上年同期|去年同期|首届)的?(?=[近约超逾]?\d)")
_SOLD = re.compile(r"(?:的价格|的高价|的?总价)?(?:成交(?!额|量)|落槌(?!价)|起拍|拍出|售出|易主)")
_GREW = re.compile(r"增长|增加|上升|提高|提升|扩大|下降|减少|降低|下滑|缩小|翻")
_AGAINST_OTHERS = re.compile(r"高于|低于|好于|快于|高出|领先(?=于|全[国省市]|我)")
_FIGURE_END = re.compile(r"\d[万亿千百]{0,2}$")
_PART_OF = re.compile(r"[，；]其中[，：]?[^，。；]{0,24}$")
_GREW_SINCE = re.compile(
    r"[，、](?:同比|环比|[较比](?:去年|上年|上一?届|前年)[^，。；]{0,6}?)(?:实际|大幅|分别)?(?:增长|上升|提高|增加|下降|减少|回落|下滑)(?:了|约|近|超过?)?"
)
_IN_WORDS = re.compile(r"[两二三四五六七八九十][^\d]{1,2}")
_VAGUE_UNITS = frozenset(
    {"国", "城", "地", "方", "市", "省", "次", "期", "批", "届", "字", "度", "轮", "队", "校", "县"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A quantity with its measure and, once chosen, the entity it is about (`about` empty, `confidence` 0 before)."""

    quantity: Quantity
    measure: str
    start: int
    change: Change
    how: str
    candidates: dict[str, frozenset[str]]
    none: frozenset[str]
    about: str = ""
    confidence: float = 0.0


def extract_observations(document: Document) -> Document:
    """The document with one claim more for each quantity that may say something about an entity.

    Those below SURE_FIGURE wait for a second opinion.
    """
    index = Index(document)
    claims: list[Claim] = []
    for sentence, reading in read(index):
        entity = index.entities.get(reading.about)
        if entity is not None and not unmeasured(entity.type) and reading.confidence >= _LEAST:
            claims.append(same_fact(_claim(index, sentence, reading), claims))
    return replace(document, claims=(*document.claims, *claims))


def read(index: Index) -> Iterator[tuple[Sentence, Reading]]:
    """Every quantity that has a measure, with the entity it is most likely about; in the order of the text."""
    subjects = Subjects(index)
    for sentence in index.sentences:
        roles = subjects.enter(sentence)
        names = [(m.start, m.end) for m in index.mentions(sentence)]
        found: list[Reading] = []
        for quantity in index.quantities(sentence):
            if any(s < quantity.end and quantity.start < e for s, e in names):
                continue
            reading = _reading(subjects, roles, quantity, found)
            if reading is not None:
                said = index.text[sentence.start : sentence.end]
                clause = index.text[slice(*_clause(index.text, sentence, quantity))]
                left = plausible_subjects(index, said, reading.measure, clause, reading.candidates)
                left = _of_clause(subjects, left)
                about, confidence = choose(left, reading.none)
                answer = _answer(roles, quantity) or _among(roles, quantity, found)
                if answer:
                    about, confidence = answer, max(_ANSWERED, confidence if answer == about else 0.0)
                found.append(replace(reading, about=about, confidence=confidence))
                yield sentence, found[-1]


_OWN = frozenset(("subject:clause:name", "nearest:clause", "free:clause"))


def _of_clause(subjects: Subjects, candidates: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Without the candidates of the same kind as the one that is the subject of the figure's own clause.

    甲港完成吞吐量6亿吨，|乙港集装箱吞吐量3000万标箱|: the second is of no other port.
    """
    own = next((e for e, features in candidates.items() if features >= _OWN), "")
    if not own:
        return candidates
    kind = subjects.kind(own)
    return {e: f for e, f in candidates.items() if e == own or subjects.kind(e) != kind or "before:clause" in f}


def _among(roles: Roles, quantity: Quantity, found: Sequence[Reading]) -> str:
    """What the figure before is about, where this one is a part of that one or tells its growth.

    入园企业达941家，其中|产业类企业683家; 接待游客3万人次，同比增长|5.2%.
    """
    last = found[-1] if found else None
    between = (roles.text, last.quantity.end, quantity.start) if last is not None else ("", 0, 0)
    if last is None or last.confidence < _KNOWN or not (_PART_OF.match(*between) or _GREW_SINCE.fullmatch(*between)):
        return ""
    others = any(last.quantity.end <= name.start < quantity.start for name in roles.names)
    return "" if others else last.about


def _clause(text: str, sentence: Sentence, quantity: Quantity) -> tuple[int, int]:
    left = max((text.rfind(c, sentence.start, quantity.start) + 1 for c in CLAUSE), default=sentence.start)
    rights = [p for c in CLAUSE if (p := text.find(c, quantity.end, sentence.end)) >= 0]
    return max(left, sentence.start), min(rights, default=sentence.end)


def _reading(subjects: Subjects, roles: Roles, quantity: Quantity, found: Sequence[Reading]) -> Reading | None:
    text, sentence = roles.text, roles.sentence
    left, right = _clause(text, sentence, quantity)
    if text.startswith("的水平", quantity.end) or text.startswith("级", quantity.end):
        return None  # 恢复至疫情前九成|的水平, 102公斤以上|级
    if text[left : quantity.start].endswith("以") and _SOLD.match(text, quantity.end):
        return None  # 某图以|6440万元成交: the price of one thing
    against = _AGAINST.search(text, left, quantity.end)
    if against and not _GREW.search(text, against.end(), quantity.start):
        return None  # 较上届|10.29万人增长14%: a figure of the edition before
    measure = find_measure(text, quantity, sentence.start, left, right, _spans(roles, quantity))
    if against:
        measure = Measure(left, left, change_before(text, left, quantity.start)[0])
    elif (row := _next_in_row(roles, quantity)) is not None:
        measure = replace(measure, start=row[0], end=row[1])
    words, start = text[measure.start : measure.end], measure.start
    stretch = _measure_in_row(roles, quantity)
    if stretch != (0, 0):
        change = measure.change if measure.change != "none" or not found else found[-1].change
        measure = Measure(*stretch, change if text[quantity.start - 1] not in "为是" else "none")
        words, start = text[slice(*stretch)], stretch[0]
    if _AGAINST_OTHERS.match(words):  # 收入增长19%，高于全省平均增幅6.5个百分点
        measure, words = Measure(left, left, "none"), ""
    how = "noun" if measure.change == "none" else "change"
    back = _earlier(text, left, quantity, found) if measure.empty else None
    if back is not None:
        words, start, how = back.measure, left, "earlier"
    parts = text.startswith(("组成", "构成"), start + len(words))  # 由四个环节|组成
    if not words or not _meant(quantity, words, text[left : quantity.start], parts=parts):
        return None
    candidates = find_candidates(subjects, roles, quantity, measure, left, right)
    if found:
        last, marked = found[-1], "earlier" if back else "last"
        for entity, feature in ((last.about, "quantity:last"), ((back or last).about, f"quantity:{marked}")):
            if entity:
                candidates[entity] = candidates.get(entity, frozenset()) | {feature}
    none = quantity_features(text, sentence, quantity, words, how)
    return Reading(quantity, words, min(start, quantity.start), measure.change, how, candidates, none)


def _next_in_row(roles: Roles, quantity: Quantity) -> tuple[int, int] | None:
    """The noun behind a pair of counts of one thing: 23万余种、近100万册|精品图书."""
    after = next((q for q in roles.quantities if q.start > quantity.start), None)
    joined = after is not None and roles.text[quantity.end : after.start] == "、"
    if after is None or not joined or after.unit == quantity.unit:
        return None
    right = _clause(roles.text, roles.sentence, after)[1]
    found = find_measure(roles.text, after, roles.sentence.start, after.start, right, _spans(roles, after))
    return (found.start, found.end) if found.start >= after.end and not found.empty else None


def _answer(roles: Roles, quantity: Quantity) -> str | None:
    """Whom a figure of a row is about where a row of names stands before it: 甲、乙的涨幅分别为3%、5%."""
    turn = turn_of(roles.text, roles.sentence, roles.quantities, quantity)
    spans = members(roles.text, roles.sentence, turn) if turn else []
    return answered(roles.text, spans, turn.place, roles.names) if turn and spans else None


def _measure_in_row(roles: Roles, quantity: Quantity) -> tuple[int, int]:
    """Where the measure of a figure stands in a row of measures: 营收、净利润分别为5亿元、1亿元; (0, 0) in none."""
    turn = turn_of(roles.text, roles.sentence, roles.quantities, quantity)
    spans = members(roles.text, roles.sentence, turn) if turn else []
    before = [(m.start, m.end) for m in roles.names] + [(d.start, d.end) for d in roles.dates]
    return measured(roles.text, spans, turn.place, before) if turn and spans else (0, 0)


def _spans(roles: Roles, quantity: Quantity) -> list[tuple[int, int]]:
    rows: list[tuple[int, int]] = [(m.start, m.end) for m in roles.mentions if m.type != "Title"]
    rows += [(d.start, d.end) for d in roles.dates]
    rows += [(q.start, q.end) for q in roles.quantities if q is not quantity]
    return sorted(rows)


def _earlier(text: str, left: int, quantity: Quantity, found: Sequence[Reading]) -> Reading | None:
    """The quantity before whose measure this one takes: 同比增长12.4%, 由68家增至4300家, 分别增长8%、11.5%."""
    if not found:
        return None
    each = text.find("分别", left, quantity.start)
    if each >= 0:
        first = next((f for f in found if f.quantity.start > each), None)
        if first is not None and first.how != "earlier":  # 利润分别为|5亿元、1亿元
            return found[-1]
        inside = sum(f.quantity.start > each for f in found)
        pair = [f for f in found if f.quantity.start < each][-2:]
        if len(pair) == 2 and inside < 2:
            return pair[inside]
    if found[-1].measure.startswith("占"):  # 进出口2.7万亿元，占全国的13.6%，同比增长|9.4%
        whole = next((f for f in reversed(found) if not f.measure.startswith("占") and f.how != "earlier"), None)
        if whole is not None and change_before(text, left, quantity.start)[0] != "none":
            return whole
    return found[-1]


def _meant(quantity: Quantity, measure: str, before: str, *, parts: bool) -> bool:
    """Not a duration without a noun for it, an age, a price in passing or a count of nothing in particular; `parts` of
    something are counted, whatever they are."""
    if quantity.unit in _DURATION:
        return quantity.unit != "岁" and measure != "时间" and bool(_TIMED.search(measure + before))
    if _FIGURE_END.search(measure):  # 两个|回合4|比2: cut out of another figure
        return False
    if _PRICE.search(measure) or _PRICE.search(before):
        return False
    if quantity.unit in _SCORED and _FEAT.search(measure):
        return False
    if not parts and _NO_MEASURE.fullmatch(measure) and (len(measure) == 1 or _IN_WORDS.fullmatch(quantity.text)):
        return False
    if quantity.unit in ("大", "届"):  # 三大平台, 已办十二届: a way of naming or numbering, hardly a count
        return False
    return not (quantity.unit in _VAGUE_UNITS and len(quantity.text) <= 2)


def _claim(index: Index, sentence: Sentence, reading: Reading) -> Claim:
    article = index.document.article
    quantity = reading.quantity
    start, end = reading.start, quantity.end
    fact = Observation(
        reading.about,
        reading.measure,
        quantity.value,
        quantity.unit,
        quantity.comparator,
        reading.change,
        _period(index, sentence, quantity),
    )
    return Claim(
        claim_id(article.id, reading.measure, "Observation", quantity.text, start, end),
        article.id,
        fact,
        sentence.index,
        start,
        end,
        f"observations:{reading.how}",
        round(reading.confidence**_BEND, 3),
        status(index.text, sentence.start, sentence.end, quantity.start),
    )


def _period(index: Index, sentence: Sentence, quantity: Quantity) -> str:
    """The year, half-year or month that the figures of the sentence are for, as ISO; a day is when it was said.

    2021年，服务进出口额达到5.3万亿元 → 2021; 今年上半年 → 2022-01/2022-06; 2020年至2022年收入分别为… → a year each.
    """
    text, dates = index.text, index.dates(sentence)
    turn = turn_of(text, sentence, index.quantities(sentence), quantity)
    row = _row_of_periods(text, dates, sentence, turn.at) if turn else []
    if turn and len(row) > 1:  # several periods: each has its figure, or nothing says which has it
        return row[turn.place] if len(row) == turn.count else ""
    return _stated_period(text, dates, sentence, quantity)


_AND = re.compile(r"、|以及|和|与|及")


def _row_of_periods(text: str, dates: Sequence[DateSpan], sentence: Sentence, at: int) -> list[str]:
    """The periods that stand in a row before 分别 at `at`: 2022年至2024年及2025年一季度 → three years and a quarter."""
    left = max([sentence.start, *(text.rfind(c, sentence.start, at) + 1 for c in "。！？")])
    row: list[DateSpan] = []
    for date in (d for d in dates if left <= d.start < at and d.first and len(d.first) < 10):
        joined = row and _AND.fullmatch(text, row[-1].end, date.start)
        row = [*row, date] if joined else [date]
    periods: list[str] = []
    for date in row:
        years = len(date.first) == len(date.last) == 4
        first, last = (int(date.first), int(date.last)) if years else (0, 0)
        told = date.first if date.first == date.last else f"{date.first}/{date.last}"
        periods += [str(year) for year in range(first, last + 1)] if years else [told]
    return periods


def _stated_period(text: str, dates: Sequence[DateSpan], sentence: Sentence, quantity: Quantity) -> str:
    left = max(text.rfind(c, sentence.start, quantity.start) + 1 for c in "。！？")
    for date in reversed([d for d in dates if left <= d.start < quantity.start]):
        after = text[date.end : date.end + 1]
        if date.first and len(date.first) < 10 and not re.search(r"[比较从由自于至到]$", text[left : date.start]):
            if after == "年" or "以来" in text[date.end : date.end + 2]:
                continue
            return date.first if date.first == date.last else f"{date.first}/{date.last}"
    return ""
