"""Which organization a post belongs to where the text says none beside it (董事长张某表示…, 王某任总经理).

A choice among the organizations named so far, by a sum of weights. The weights are those of a conditional logit fitted
on the 330 such posts of the written corpus' part 0 (l2 0.03), rounded, with features that weighed nothing left out:
right in 88 % by four-fold cross-validation, in 78 % on part 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from kg.identity import squeeze
from kg.model import LocalEntity, Mention
from kg.nlp.classes import ORGANIZATIONS
from kg.nlp.index import Index
from kg.nlp.posts import area_kind, fits, is_calling, is_company_post

LAST_FREE = 0.8  # the last one named that can have the post, is no object and nobody else's
LAST = 0.5  # the last one named
LAST_SUBJECT = 0.3  # the last one that opens a sentence
SUBJECT = 0.3  # it is the first of its sentence
SAME_SENTENCE, SAME_BLOCK = 0.5, 0.2
FOUNDED = 0.55  # 合并组建某馆, 共建的某实验室: what a sentence brings into being is what it is about
INTRODUCED = 0.45  # 某某公司（以下简称某某）
COMPANY = 0.55  # a name in 公司 or 集团 for a 董事长
MENTIONED, MOST = 0.2, 4  # for each mention in the article, so many at most
FIRST = 0.35  # the first organization of the article
HINT = 0.3  # 合作社理事长 after 某某合作社; as much again, by position, for 该社理事长
ANOTHERS = -0.5  # 甲公司总裁张某: it is where somebody else belongs
OBLIQUE = -0.15  # 由甲公司承办, 与乙公司签约
INVESTS = -0.5  # 丙资本领投
LISTED = -0.6  # 、丁公司、
# By how much the best leads decides how sure it is. Right on part 0: 10 of 19 below TIE (left out), 183 of 195 from
# CLEAR on, 98 of 121 between, where on part 1 it is half.
TIE, CLEAR = 0.25, 2.0
SURE, UNSURE = 0.9, 0.6

OWN = ("本报", "本网", "本台", "本刊")  # how an outlet calls itself

# 本报讯（|记者, 本报北京5月3日电（|记者
_OWN_LINE = re.compile(
    r"(?:本报|本网|本台|本刊|本社)(?:综合)?(?:[\u4e00-\u9fff]{0,4}(?:\d{1,2}月)?(?:\d{1,2}日)?)?[讯电]\s*[（(]\s*$"
)
# （|记者 陈某） at a report's foot that began with 本报讯
_FOOT = re.compile(r"\n\s*[（(]\s*$")
_OWN_REPORT = re.compile(r"\s*本[报网台刊社](?:综合)?(?:[\u4e00-\u9fff]{0,4})?[讯电]")
_OBLIQUE = re.compile(
    r"(?:由|被|与|和|跟|从|对|向|据|受|经|获|为|把|以|给|及|收购|入股|击败|战胜|引入|联合|成立于|任职于|就职于|供职于|毕业于|就读于|曾在|此前在|来自|率|赴|到)[^，。；：]{0,30}$"
)
_HEAD = re.compile(r"的[^，。；：的]{0,4}$")
_FOUNDED = re.compile(
    r"(?:设立|成立|组建|共建|合建|创办|发起|合资|新设)的?[^，。；：的]{0,3}$"
    r"|(?:重组|合并|更名|改名|变更|整合|转制|改制|变身)(?:组建|成立)?(?:为|成)?“?$"
)
_INVESTS = re.compile(r"[^，。；]{0,8}?(?:领投|跟投|投资|入股|持股|出资|接盘|收购|任联席)")
_INTRODUCED = re.compile(r"（[^）]{0,8}(?:简称|下称|缩写)")
_DATELINE = re.compile(
    r"[》”]?\s*[^，。；]{0,16}?(?:[电讯]\s*[（(：: ]|消息\s*[（(])"
    r"|[】》]?(?:综合)?(?:报道)?\s*[（(](?:实习|见习|特约|驻.{1,6})?记者"
)
_COMPANY_NAME = re.compile(r"(?:公司|集团|股份|企业)$")
_NOUNS = frozenset({"n", "nz", "nt", "nw", "ns", "nr", "ORG", "LOC", "PER"})
# Posts of states: no organization of the article is theirs because it stands near.
_OF_STATES = frozenset(
    {
        "国家主席",
        "国家副主席",
        "总统",
        "副总统",
        "国王",
        "女王",
        "天皇",
        "首相",
        "总书记",
        "国家元首",
        "委员长",
        "副委员长",
        "国务委员",
    }
)
_OF_AREAS = ("政法委", "人大常委会", "政协")
_UNIT = re.compile(
    r"(?:公司|集团|企业|学校|大学|学院|校|院|所|协会|学会|商会|合作社|俱乐部|基金会|联盟|会|中心|社|局|部|处|科|室|组|司|区|队|团|馆|台"
    r"|站|厂|店|行|系|项目|方|总部|市场|业务|地区|国际|中国|本报)$"
)
# Letters right before a title are a name, if no one's that was found: MD Anderson |癌症中心教授.
_LATIN_BEFORE = re.compile(r"[A-Za-z]\s?$")
_STOP = re.compile(r"[，。；：！？\n]")
_HINT = re.compile(
    r"(?P<this>该|本|其|这家)?(?P<kind>[分子]公司|[分支]行|公司|集团|企业|学校|大学|学院|研究院|研究所|医院|协会|学会|联合会|联谊会|商会|合作社|俱乐部|基金会|联盟"
    r"|博物馆|美术馆|图书馆|科技馆|出版社|杂志社|剧院|剧团|乐团|法院|检察院|中心|理事会|(?<=[该本])[校院所局行社会馆队团厂部厅])(?:的|项目|总部)?(?:原|前|新任|现任|首任)?$"
)


_FIRMS = ("公司", "集团", "企业")
# Words for a body that its name has in it, too.
_TELLING = frozenset(
    (
        "分公司",
        "子公司",
        "分行",
        "支行",
        "大学",
        "学院",
        "研究院",
        "研究所",
        "博物馆",
        "美术馆",
        "图书馆",
        "科技馆",
        "出版社",
        "杂志社",
        "剧院",
        "剧团",
        "乐团",
        "法院",
        "检察院",
        "医院",
        "协会",
        "学会",
        "联合会",
        "联谊会",
        "商会",
        "合作社",
        "俱乐部",
        "基金会",
        "联盟",
    )
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    mention: Mention
    entity: LocalEntity
    oblique: bool
    founded: bool
    subject: bool


def employer(
    index: Index, title: str, at: int, *, members: Collection[int] = (), barred: Collection[str] = ()
) -> tuple[LocalEntity, float] | None:
    """The organization (for 县长 and its like: the area) that a title at offset `at` most likely belongs to.

    `members` holds the starts of the mentions that say where a named person belongs, `barred` local ids that cannot be
    meant. With it comes how sure the choice is. None where nothing can have such a post, or two are equally likely.
    公司宣布完成融资，由某某资本领投。创始人张某说 → the company, not the investor.
    """
    area = area_kind(title)
    if title in _OF_STATES or title.startswith(_OF_AREAS) or _unknown_before(index, at):
        return None
    candidates = [c for c in _candidates(index, at) if c.entity.id not in barred]
    if area and f"我{area}" in index.text:  # 我市项目在广州市签约。市委书记张某: of the paper's own town
        candidates = [c for c in candidates if _is_home(index, c.entity, area) or not _is_visited(index, c.mention)]
    kind, _ = _hint(index.text, at)
    if kind in _TELLING:  # 学会理事长: of no university, however near
        candidates = [c for c in candidates if any(kind in n for n in c.entity.names)]
        if not candidates:
            return None
    if kind in _FIRMS and any(_is_firm(e) for e in index.document.entities):  # 集团董事长: of no committee
        candidates = [c for c in candidates if _is_firm(c.entity)]
    its = _its(index, at, candidates)
    if its is not None:
        return its
    possible = [c for c in candidates if _possible(c.entity, title, area)]
    if (
        not possible and not area and not is_calling(title)
    ):  # a kind of post these words do not know, for an organization right there
        here = index.sentence_at(max(0, at - 1))
        possible = [c for c in candidates if c.entity.type in ORGANIZATIONS and c.mention.start >= here.start]
    if not possible:
        only = _only_one(index, title, area, barred)
        if area and only is not None and not any(n in index.document.article.title for n in only.names):
            only = None  # a mayor's town is named before him, in the title at least
        return (only, UNSURE) if only else None
    counts = Counter(m.entity for m in index.document.mentions)
    opening = _first(index)
    scores = [_score(index, c, at, title, members) for c in possible]
    organizations = [c for c in candidates if c.entity.type in ORGANIZATIONS]
    free = [c for c in possible if not c.oblique and c.mention.start not in members]
    for i, c in enumerate(possible):
        scores[i] += MENTIONED * min(counts[c.entity.id], MOST) + FIRST * (c.entity.id == opening)
        scores[i] += LAST * (bool(organizations) and c is organizations[-1])
        scores[i] += LAST_FREE * (bool(free) and c is free[-1])
        scores[i] += LAST_SUBJECT * (c is next((o for o in reversed(organizations) if o.subject), None))
    best: dict[str, float] = {}
    for c, score in zip(possible, scores, strict=True):
        best[c.entity.id] = max(score, best.get(c.entity.id, score))
    first, second = (*sorted(best, key=lambda e: -best[e]), "")[:2]
    margin = best[first] - best[second] if second else CLEAR
    if margin < TIE:
        return None
    return index.entities[first], SURE if margin >= CLEAR else UNSURE


def _is_firm(entity: LocalEntity) -> bool:
    return entity.type in ("Company", "Organization", "MediaOutlet") or any(
        _COMPANY_NAME.search(n) for n in entity.names
    )


def byline_outlet(index: Index, title: Mention) -> str:
    """The local id of the outlet a 记者 or 编辑 works for: that of the dateline (某社北京9月5日电) in the same block.

    Else the article's own where 本报 or an editor's line says so and the text names it; empty where nothing does.
    """
    block = index.sentence_at(title.start).block
    for m in (m for s in index.block_sentences(block) for m in index.mentions(s)):
        if m.type in ORGANIZATIONS and m.end <= title.start and _DATELINE.match(index.text, m.end):
            return m.entity
    outlet, before = squeeze(index.document.article.outlet), index.text[: title.start].rstrip()
    own = (
        before.endswith(OWN)
        or _OWN_LINE.search(before)
        or title.text.startswith(OWN)
        or title.text.endswith(("编辑", "责编"))
        or (_FOOT.search(before) is not None and _OWN_REPORT.match(index.text) is not None)
    )
    if not outlet or not own:
        return ""
    for entity in index.document.entities:
        if entity.type in ORGANIZATIONS and outlet in {squeeze(n) for n in entity.names}:
            return entity.id
    return ""


def _is_visited(index: Index, mention: Mention) -> bool:
    """Whether an area is named as the place where something happens: 在广州市举行."""
    return index.text[max(0, mention.start - 1) : mention.start] in {"在", "于", "赴", "到"}


def _is_home(index: Index, entity: LocalEntity, kind: str) -> bool:
    """Whether an area is the one that the article's outlet is called after: 柳州 of 柳州日报."""
    outlet = squeeze(index.document.article.outlet)
    return any(len(n.removesuffix(kind)) > 1 and outlet.startswith(n.removesuffix(kind)) for n in entity.names)


def home_area(index: Index, kind: str) -> str:
    """The local id of the area of that kind (省, 市, …) which the article's outlet is called after; empty without one.

    柳州日报: …市委书记|张某 → 柳州市. Counter-example: 人民日报.
    """
    if not kind or not index.document.article.outlet:
        return ""
    areas = (e for e in index.document.entities if e.type == "AdministrativeArea")
    return next(
        (e.id for e in areas if _is_home(index, e, kind) and any(n.endswith(kind) for n in (*e.names, e.known))), ""
    )


def _its(index: Index, at: int, candidates: Sequence[_Candidate]) -> tuple[LocalEntity, float] | None:
    """What 其 before a title stands for: the organization its sentence is about (某社中标，其理事长张某坦言)."""
    if index.text[at - 1 : at] != "其":
        return None
    start = index.sentence_at(at - 1).start
    here = [c for c in candidates if c.mention.start >= start and c.entity.type in ORGANIZATIONS]
    subject = next((c.entity for c in here if c.subject), None)
    if subject is None:
        return None
    return subject, SURE if len({c.entity.id for c in here}) == 1 else UNSURE


def _unknown_before(index: Index, at: int) -> bool:
    """Whether a noun nobody has recognized stands right before the title: an employer's name that was not found.

    飞鱼星球创始人张某 with 飞鱼星球 unknown → true. Counter-example: 公司市场部经理张某.
    """
    if _LATIN_BEFORE.search(index.text, max(0, at - 6), at):
        return True
    tags = [t for t in index.tags(index.sentence_at(max(0, at - 1))) if t.end == at]
    return bool(tags) and tags[-1].label in _NOUNS and _UNIT.search(tags[-1].text) is None


def _only_one(index: Index, title: str, area: str, barred: Collection[str]) -> LocalEntity | None:
    """The one entity of the whole article that can have the post, where it is only named later."""
    named = {m.entity for m in index.document.mentions}
    fit = [e for e in index.document.entities if e.id in named - {*barred} and _possible(e, title, area)]
    return fit[0] if len(fit) == 1 else None


def _candidates(index: Index, at: int) -> list[_Candidate]:
    out: list[_Candidate] = []
    opened: set[int] = set()
    reporting = {e.id for e in index.document.entities if e.type == "MediaOutlet" and _only_reports(index, e)}
    for mention in index.document.mentions:
        entity = index.entity(mention)
        if (
            entity is None
            or mention.end > at
            or entity.id in reporting
            or entity.type not in {*ORGANIZATIONS, "AdministrativeArea"}
        ):
            continue
        sentence = index.sentence_at(mention.start)
        before = index.text[_clause_start(index.text, sentence.start, mention.start) : mention.start]
        founded = _FOUNDED.search(before) is not None
        oblique = _OBLIQUE.search(before) is not None and not founded and not _HEAD.search(before)
        subject = not oblique and sentence.index not in opened
        if entity.type in ORGANIZATIONS:
            opened.add(sentence.index)
        out.append(_Candidate(mention, entity, oblique, founded, subject))
    return out


def _only_reports(index: Index, outlet: LocalEntity) -> bool:
    """Whether an outlet is named in datelines alone: nobody but its reporters has a post there."""
    ends = [m.end for m in index.document.mentions if m.entity == outlet.id]
    return bool(ends) and all(_DATELINE.match(index.text, end) for end in ends)


def _score(index: Index, c: _Candidate, at: int, title: str, members: Collection[int]) -> float:
    here, there = index.sentence_at(max(0, at - 1)), index.sentence_at(c.mention.start)
    text, end = index.text, c.mention.end
    listed = text[end : end + 1] == "、" or text[max(0, c.mention.start - 1) : c.mention.start] == "、"
    kind, back = _hint(text, at)
    return (
        (SAME_SENTENCE if there.index == here.index else SAME_BLOCK * (there.block == here.block))
        + SUBJECT * c.subject
        + FOUNDED * c.founded
        + OBLIQUE * c.oblique
        + ANOTHERS * (c.mention.start in members)
        + INTRODUCED * (_INTRODUCED.match(text, end) is not None)
        + INVESTS * (_INVESTS.match(text, end) is not None)
        + LISTED * listed
        + COMPANY * (is_company_post(title) and _COMPANY_NAME.search(c.entity.name) is not None)
        + HINT * (bool(kind) and any(kind in n for n in c.entity.names))
        + HINT * back * (c.mention.start / max(at, 1))
    )


def _possible(entity: LocalEntity, title: str, area: str) -> bool:
    names = entity.names or (entity.name,)
    if area:
        kind = area if entity.type == "AdministrativeArea" else f"{area}政府" if area == "县" else f"{area}人民政府"
        return any(n.endswith(kind) for n in (*names, entity.known))
    return entity.type in ORGANIZATIONS and any(fits(title, n) for n in names)


def _hint(text: str, at: int) -> tuple[str, bool]:
    """The word for an organization right before `at`, and whether 该 or 本 points back with it."""
    match = _HINT.search(text, max(0, at - 10), at)
    return (match["kind"], match["this"] is not None) if match else ("", False)


def _clause_start(text: str, start: int, at: int) -> int:
    return max([start, *(m.end() for m in _STOP.finditer(text, start, at))])


def _first(index: Index) -> str:
    outlet = squeeze(index.document.article.outlet)
    for m in index.document.mentions:
        named = m.type in ORGANIZATIONS and m.entity and squeeze(m.text) != outlet
        if named and not _DATELINE.match(index.text, m.end):
            return m.entity
    return ""
