"""Join an article's mentions into entities: same names, short names, editions, noun phrases and pronouns.

第三届海岛咖啡博览会 … 本届博览会 → one Event. Counter-example: 本届 in an article without an event stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract.coref.entities import Key, Record, Records
from kg.extract.coref.focus import focus_key, lead_of, says_series
from kg.extract.coref.grouping import Grouping, group_names, has_series
from kg.extract.coref.namesakes import part_namesakes
from kg.extract.coref.nominals import Context, find_nominals
from kg.identity import claim_id, squeeze
from kg.model import Attribute, Claim, Document, Mention
from kg.nlp.classes import ORGANIZATIONS, family
from kg.nlp.editions import parse_edition
from kg.nlp.index import Index
from kg.nlp.lexicon import Lexicon

# Endings of a unit that belongs to the organization whose name stands before it.
_UNIT = re.compile(
    r"(?:司|办公室|秘书处|事业部|交易银行部|[\u4e00-\u9fff]{2,6}部|分公司|分行|支行|分会|专委会|专业委员会)$"
)

# A body of a ministry, an association or an academy, behind its name: 国家体育总局|某运动管理中心, 某研究院|林业所.
_INNER = re.compile(
    r"(?:[\u4e00-\u9fff]{2,}(?:中心|委员会|研究院|研究所|实验室|分院|分校|服务局|管理局|总站|总队|支队|学会|出版社|杂志社|附属[\u4e00-\u9fff]{0,4}医院)"
    r"|[\u4e00-\u9fff]{2,6}[所厅局处院]|[\u4e00-\u9fff]{4,10}部|党组|党委|机关党委)"
)
# 某移动天津有限公司|东丽分公司, 太极股份|数字政府事业部
_BRANCH = re.compile(r"([\u4e00-\u9fff（）]{3,}?(?:有限公司|集团|股份))[\u4e00-\u9fff]{2,10}(?:分公司|支公司|事业部)")
# 中国作物学会|马铃薯专业委员会
_SECTION = re.compile(
    r"([\u4e00-\u9fff]{3,}?(?:学会|协会|研究会|联合会|商会|美协|作协|音协))[\u4e00-\u9fff]{2,}(?:分会|专业委员会|专委会|艺委会|工作委员会)"
)
# 上海市委|统战部
_OF_COMMITTEE = re.compile(
    r"((?:中共)?[\u4e00-\u9fff]{2,10}[省市县区州旗]委)(?:宣传部|组织部|统战部|政法委|办公厅|办公室|网信办|社会工作部|党校)"
)
_HOUSE = re.compile(
    r"(?:总局|[^总]部|部委|委员会|协会|学会|联合会|总工会|科学院|研究院|工程院|大学|学院|总署|管理局|[^内外]局|人民政府|集团|文联|[省市县区州]委)$"
)


# 王 芳 is 王芳; Marta Kowalska stays.
_SPACED = re.compile(r"(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])")
_OFFICE = re.compile(
    r"(.{3,}?(?:[执组筹]委会|委员会|领导小组|委|集团|公司|银行|大学|局|厅|联盟|协会|商会))(?:办公室|秘书处)$"
)
# A part of a house that is called after it: 甲大学|人类学研究所, 乙集团|丙分公司, 丁海关|驻某地办事处.
_INSIDE = re.compile(
    r"(.{2,}?(?:大学(?!生)|学院|医院|集团|集团有限公司|科学院|科协|协会|学会|商会|海关|统计局|宣传部|组织部|中联办|边防检查总站|银行|[一二三四五六七八九十]局))"
    r"(?:驻?[\u4e00-\u9fff]{0,12}(?:研究所|研究院|研究中心|实验室|分公司|项目部|办事处|调查队|学术部|外宣办|科技部|新闻中心|印刷发行处|[\u4e00-\u9fff]{2}[处部系室]|学院|分行|支行|分会))"
)
# What headers name beside outlets: authors without a paper, editors, machines.
_OUTLET = re.compile(
    r"^(?!(?:admin|editor|佚名|未知|匿名|编辑|记者|作者|本网$|本报$|网络|来源|转载|原创|不详))", re.IGNORECASE
)


def link_mentions(document: Document, lexicon: Lexicon) -> Document:
    """The document with entities, every mention's entity, the focus event, and claims for names and classes."""
    text = document.article.text
    names = [m for m in document.mentions if m.type != "Title"]
    grouping = group_names(text, names, lexicon, document.tokens)
    records = Records()
    named = [(m, _enter(records, grouping, m)) for m in names]
    focus = focus_key(document.article, named, records, grouping)
    if focus is not None and records.get(focus) is None:
        _add_edition(records, grouping, focus)
    linked = [_deictic(text, m, k, focus, records) for m, k in named]
    _name_edition(records, linked, focus)
    linked = _sub_events(text, linked, records, focus)
    linked = part_namesakes(text, linked, [m for m in document.mentions if m.type == "Title"], records)
    _units(names, records, grouping)
    _seats(text, names, records, grouping)
    _event_parts(names, records, grouping)
    _placed(text, linked, records)
    spans = [(m.start, m.end) for m, _ in linked]
    context = Context(document.article, records, grouping, focus, tuple(linked))
    nominals = find_nominals(context, spans)
    for _, key in nominals:
        if key == ("AdministrativeArea", "中国") and records.get(key) is None:
            records.add(key, "AdministrativeArea", confidence=0.8, known="中国").preferred = "中国"
    _our_country(records, nominals)
    _outlet(document, records, lexicon)
    return _finish(document, records, [*linked, *nominals], focus)


def _name_edition(records: Records, linked: Sequence[tuple[Mention, Key]], focus: Key | None) -> None:
    """Name the edition that only its series' name stands for, by year and series: 广交会15日开幕 → 2023年广交会."""
    record = records.get(focus) if focus is not None else None
    if record is None or record.surfaces or record.year is None or record.series is None:
        return
    first = next((m for m, key in linked if key == focus), None)
    if first is not None:
        records.name(record, record.preferred or f"{record.year}年{first.text}", first.start, first.end)


def _enter(records: Records, grouping: Grouping, mention: Mention) -> Key:
    """Make or meet the record of a name, and note the name on the entity that it is a name of."""
    key = grouping.key(mention)
    if key[0] == "Event" and "#" in key[1]:
        _add_edition(records, grouping, key, mention=mention)
        return key
    entry = grouping.lexicon.get(mention.text)
    known = entry.name if entry is not None and family(entry.type) == family(mention.type) else ""
    kind = "EventSeries" if key[0] == "EventSeries" else "Event" if mention.type == "EventSeries" else mention.type
    if entry is not None and known and family(kind) == family(entry.type) and kind != "Event":
        kind = entry.type
    record = records.add(key, kind, confidence=mention.confidence, known=known)
    if entry is None and mention.type == "AdministrativeArea" and len(mention.text) == 1:
        record.preferred = key[1]  # 在蓉: 成都
    shown = _SPACED.sub("", mention.text) if kind == "Person" else mention.text
    records.name(record, shown, mention.start, mention.end)
    return key


def _add_edition(records: Records, grouping: Grouping, key: Key, *, mention: Mention | None = None) -> Record:
    """The record of an edition; its series gets one too where the name tells of a series."""
    series, _, which = key[1].partition("#")
    record = records.add(key, "Event", confidence=mention.confidence if mention else 0.7)
    edition = parse_edition(mention.text) if mention else None
    if which.isdigit():
        record.year = int(which)
    if edition is not None:
        record.ordinal = edition.ordinal if edition.ordinal is not None else record.ordinal
    entry = grouping.lexicon.get(series)
    known = entry is not None and entry.type == "EventSeries"
    if mention is not None and edition is not None:
        records.name(record, mention.text, mention.start, mention.end)
        if known or has_series(edition, grouping.lexicon):
            parent = records.add(("EventSeries", series), "EventSeries", confidence=0.85, known=series if known else "")
            records.name(parent, edition.base, mention.end - len(edition.base), mention.end)
            record.series = parent.key
    else:
        record.series = ("EventSeries", series)
    if known and record.year is not None:
        record.preferred = f"{record.year}年{series}"
        record.known = record.preferred
        parent_record = records.get(("EventSeries", series))
        if parent_record is not None:
            parent_record.preferred = series
    return record


def _deictic(text: str, mention: Mention, key: Key, focus: Key | None, records: Records) -> tuple[Mention, Key]:
    """A bare series name refers to an edition where 本届/去年… or the article's subject says so."""
    if key[0] != "EventSeries" or mention.form == "nominal":
        return mention, key
    lead, start = lead_of(text, mention.start)
    edition = _edition_meant(lead, key, focus, records)
    if lead and edition is not None:
        widened = replace(mention, start=start, text=text[start : mention.end], type="Event", form="nominal")
        return widened, edition
    if lead in ("all", "last", "next"):
        return mention, key
    same = focus is not None and focus[1].startswith(f"{key[1]}#")
    if same and focus is not None and not says_series(text, mention.start, mention.end):
        return replace(mention, type="Event", form="short"), focus
    return mention, key


def _edition_meant(lead: str, series: Key, focus: Key | None, records: Records) -> Key | None:
    same = focus is not None and focus[1].startswith(f"{series[1]}#")
    if lead == "this":
        return focus if same else None
    record = records.get(focus) if focus is not None and same else None
    if lead in ("last", "next") and record is not None and record.year is not None:
        key = ("Event", f"{series[1]}#{record.year + (1 if lead == 'next' else -1)}")
        return key if records.get(key) is not None else None
    return None


def _sub_events(
    text: str, linked: Sequence[tuple[Mention, Key]], records: Records, focus: Key | None
) -> list[tuple[Mention, Key]]:
    """An event named right behind an edition belongs to it; behind another edition than the article's own
    (2020年服贸会|全球服务贸易峰会 in 2021) it is another event of that name."""
    rows = list(linked)
    for n in range(1, len(rows)):
        (left, left_key), (right, right_key) = rows[n - 1], rows[n]
        joined = text[left.end : right.start]
        if left_key[0] != "Event" or right_key[0] != "Event" or left_key == right_key or joined not in ("", "“", "·"):
            continue
        record = records.get(right_key)
        if record is None or record.parent is not None:
            continue
        others = sum(k == right_key for _, k in rows) > 1
        if others and focus is not None and left_key != focus and joined == "":
            other = records.add(("Event", f"{right_key[1]}@{left_key[1]}"), "Event", confidence=0.8)
            records.name(other, text[left.start : right.end], left.start, right.end)
            other.parent = left_key
            rows[n] = (right, other.key)
            _unname(record, right, rows, right_key)
        else:
            record.parent = left_key
    return rows


def _unname(record: Record, mention: Mention, rows: Sequence[tuple[Mention, Key]], key: Key) -> None:
    """Move a name's first place on, where the mention there turned out to name something else."""
    held = record.surfaces.get(mention.text)
    if held != (mention.start, mention.end):
        return
    rest = [m for m, k in rows if k == key and m.text == mention.text]
    if rest:
        record.surfaces[mention.text] = (rest[0].start, rest[0].end)
    else:
        del record.surfaces[mention.text]


def _placed(text: str, linked: Sequence[tuple[Mention, Key]], records: Records) -> None:
    """A place right in front of something known makes one more name of it: 北京国家会议中心, 法国某某集团."""
    for (left, _), (right, key) in pairwise(linked):
        record = records.get(key)
        if record is not None and record.series is not None and right.form == "short":
            record = records.get(record.series)
        if left.type != "AdministrativeArea" or left.end != right.start or record is None or not record.known:
            continue
        if family(record.type) in ("Venue", "Organization", "Event") and right.form != "nominal":
            records.name(record, text[left.start : right.end], left.start, right.end)


def _units(names: Sequence[Mention], records: Records, grouping: Grouping) -> None:
    """An organization whose name begins with another's and ends like a unit is part of it (商务部服贸司 → 商务部)."""
    by_text = {m.text: m for m in names if m.type in ORGANIZATIONS}
    for mention in names:
        if mention.type not in ORGANIZATIONS:
            continue
        parent = _parent_name(mention.text, by_text, grouping.lexicon)
        if not parent:
            continue
        key = grouping.plain_key("Organization", parent)
        child = records.get(grouping.key(mention))
        entry = grouping.lexicon.get(parent)
        kind = by_text[parent].type if parent in by_text else entry.type if entry else "Organization"
        if child is None or child.key == key:
            continue
        record = records.add(key, kind, confidence=0.8, known=entry.name if entry else "")
        records.name(record, parent, mention.start, mention.start + len(parent))
        child.parent = key


# A part of an edition that is called after it: 2024甲论坛年会|成果发布活动, 第三届乙大会|招商恳谈会.
_PART_OF = re.compile(
    r"(?P<whole>(?:(?:19|20)\d{2}年?|第[一二三四五六七八九十百\d]+届|.{2,6}(?:19|20)\d{2}（第.{1,3}届）).{2,16}?(?:年会|论坛|大会|博览会|交易会|展览会|电影节|[\u4e00-\u9fff]{0,2}艺术节|[文美旅啤杂戏音][\u4e00-\u9fff]{1,2}节|峰会|锦标赛|公开赛|邀请赛|联赛|大赛|征文比赛))"
    r"(?P<part>[\u4e00-\u9fff]{0,12}(?:发布活动|发布会|推介活动|推介会|恳谈会|洽谈会|签约仪式|颁奖典礼|颁奖晚会|启动仪式|分论坛|平行论坛|专场活动|对接会))"
)


def _event_parts(names: Sequence[Mention], records: Records, grouping: Grouping) -> None:
    """The edition that a part of it is called after, with the part below it."""
    for mention in names:
        found = _PART_OF.fullmatch(mention.text) if mention.type == "Event" else None
        child = records.get(grouping.key(mention)) if found else None
        if found is None or child is None or child.parent is not None:
            continue
        whole = replace(mention, end=mention.start + found.end("whole"), text=found["whole"])
        key = grouping.key(whole)
        if key == child.key:
            continue
        numbered = key[0] == "Event" and "#" in key[1]
        record = records.get(key) or (
            _add_edition(records, grouping, key, mention=whole)
            if numbered
            else records.add(key, "Event", confidence=0.8)
        )
        records.name(record, whole.text, whole.start, whole.end)
        child.parent = key


# A post of the area behind one of its committee: 某县委|常委、常务副县长.
_SEAT = re.compile(
    r"(?:副?书记|常委|委员|副?秘书长)(?:、[^，。；、]{1,8}){0,2}、(?:代理?|常务)?副?(?P<kind>[省市县区州旗])长"
)
_COMMITTEE = re.compile(r"(?:中共)?(?:.*[省市])??(?P<area>[\u4e00-\u9fff]{1,8}?(?P<kind>[省市县区州旗]))委")


def _seats(text: str, names: Sequence[Mention], records: Records, grouping: Grouping) -> None:
    """The area of a committee, where a post of the area follows and nothing else names it: 开化县委|常委、副县长."""
    for mention in names:
        committee = _COMMITTEE.fullmatch(mention.text) if mention.type == "GovernmentBody" else None
        seat = _SEAT.match(text, mention.end) if committee else None
        if committee is None or seat is None or seat["kind"] != committee["kind"]:
            continue
        key = grouping.plain_key("AdministrativeArea", committee["area"])
        held = records.get(key)
        if held is None or not any(name.endswith(seat["kind"]) for name in held.surfaces):
            entry = grouping.lexicon.get(committee["area"])
            record = held or records.add(key, "AdministrativeArea", confidence=0.8, known=entry.name if entry else "")
            start = mention.start + committee.start("area")
            records.name(record, committee["area"], start, start + len(committee["area"]))


def _parent_name(name: str, by_text: dict[str, Mention], lexicon: Lexicon) -> str:
    office = _OFFICE.match(name)
    if office and office[1].endswith(("委员会", "领导小组")):
        return office[1]  # 国务院安全生产委员会|办公室: below the committee
    unit = _UNIT.search(name)
    for length in range(len(name) - 2, 1, -1):
        head, rest = name[:length], name[length:]
        entry = lexicon.get(head)
        known = head in by_text or (entry is not None and entry.type in ORGANIZATIONS)
        if known and head != "中共" and (unit or lexicon.get(rest) is not None):
            return head
        if known and _HOUSE.search(head) and _INNER.fullmatch(rest):
            return head
    found = (
        _BRANCH.fullmatch(name)
        or _SECTION.fullmatch(name)
        or _OFFICE.match(name)
        or _INSIDE.fullmatch(name)
        or _OF_COMMITTEE.fullmatch(name)
    )
    return found[1] if found else ""


def _outlet(document: Document, records: Records, lexicon: Lexicon) -> None:
    """The site or paper that an article's header names; its name has no place in the text."""
    outlet = document.article.outlet.strip()
    entry = lexicon.get(outlet)
    if not 2 <= len(outlet) <= 20 or not outlet[0].isalnum():
        return
    author = entry is None and outlet[0] in lexicon.surnames and len(outlet) <= 3
    if author or not _OUTLET.search(outlet):
        return
    if records.get(("Organization", entry.name if entry else squeeze(outlet))) is not None:
        return
    kind = entry.type if entry is not None and entry.type in ORGANIZATIONS else "MediaOutlet"
    known = entry.name if entry is not None and entry.type in ORGANIZATIONS else ""
    record = records.add(("Organization", known or squeeze(outlet)), kind, confidence=0.9, known=known)
    records.name(record, outlet, 0, 0)


def _our_country(records: Records, nominals: Sequence[tuple[Mention, Key]]) -> None:
    key = ("AdministrativeArea", "中国")
    record = records.get(key)
    first = next((m for m, k in nominals if k == key), None)
    if record is not None and not record.surfaces and first is not None:
        records.name(record, "中国", first.start, first.end)


def _finish(document: Document, records: Records, linked: Sequence[tuple[Mention, Key]], focus: Key | None) -> Document:
    ids = records.ids()
    titles = [m for m in document.mentions if m.type == "Title"]
    mentions = [replace(m, entity=ids.get(k, "")) for m, k in linked]
    merged = tuple(sorted([*titles, *mentions], key=lambda m: (m.start, m.end)))
    entities = records.freeze()
    base = replace(document, mentions=merged, entities=entities, focus=ids.get(focus, "") if focus else "")
    return replace(base, claims=(*document.claims, *_naming_claims(base, records, ids)))


def _naming_claims(document: Document, records: Records, ids: dict[Key, str]) -> list[Claim]:
    """One claim per name of an entity and one for its class, at the first place that gives them."""
    index = Index(document)
    article = document.article
    claims: list[Claim] = []
    for record in records:
        entity = ids.get(record.key)
        if entity is None:
            continue
        rows = [("altLabel", name, span) for name, span in sorted(record.surfaces.items())]
        first = min(record.surfaces.values())
        if record.name() not in record.surfaces:
            rows.append(("altLabel", record.name(), first))
        rows.append(("type", record.type, first))
        for predicate, value, (start, end) in rows:
            claims.append(
                Claim(
                    id=claim_id(article.id, article.text[start:end], predicate, value, start, end),
                    article=article.id,
                    fact=Attribute(entity, predicate, value),
                    sentence=index.sentence_at(start).index,
                    start=start,
                    end=end,
                    extractor="names",
                    confidence=round(record.confidence, 2),
                )
            )
    return claims
