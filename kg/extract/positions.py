"""Posts people hold: who, where, as what.

A position is a chain of posts and a run of people (see `kg.nlp.chains`) joined by one of a few ways of speaking:
the chain before the run, after it (丁某局长; 张某（总经理）), or a verb of holding between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kg.identity import claim_id, squeeze
from kg.model import Claim, Document, Mention, Position, Sentence
from kg.nlp.chains import Chain, Post, Scene, leads, opens_clause, read_scene, shares_title
from kg.nlp.classes import ORGANIZATIONS
from kg.nlp.employer import byline_outlet, employer, home_area
from kg.nlp.holding import Holding
from kg.nlp.index import Index
from kg.nlp.posts import area_kind, fits, is_byline_post, is_calling, is_company_post, is_own_unit, is_profession

# How sure each way of speaking is: its precision on the written corpus (part 0 of 2) with perfect names, rounded down.
CONFIDENCE = {
    "title-before-name": 0.95, "byline": 0.9, "verb": 0.9, "name-before-title": 0.9, "by": 0.85, "succeeds": 0.8,
}  # fmt: skip
ROW = 0.7  # factor where a row of people of one organization names it at the first
HOME = 0.9  # where an official of the paper's own area is named without it
AREA_ROW = 0.9  # the same of officials of an area
NOWHERE = 0.5  # factor where the text names no organization

# What a short biography says between a name and its first post.
_BORN = re.compile(
    r"，(?:[男女]，)?(?:[^，。；]{1,4}族，)?(?:\d{4}年(?:\d{1,2}月)?出?生人?|[^，。；\d]{2,6}人)"
    r"(?:，(?:[^，。；]{1,10}(?:学历|毕业|党员)|\d{4}年(?:\d{1,2}月)?(?:入党|参加工作)))*，(?:[曾历]任|现[任为]?|系)?"
)
_BY = re.compile(r"(?:一职|职务|人选)?，?(?:仍|将|则|暂|继续|也|改)*由[^，。；]{0,12}")
# A party committee's post before a post of its area: 广州市委副书记、|市长.
_COMMITTEE = re.compile(r"(?P<kind>[省市县区州盟旗])委(?:员会)?(?:副?书记|常委|委员)、$")
# 我所李某副所长: of the writer's own house, whatever others are named.
_OURS = re.compile(r"我[所校院局馆司厂队会社省市县区州行台部厅]$")
# A school inside a university is no part of another body at which a person has a post, too.
_SCHOOL = re.compile(r"[\u4e00-\u9fff]{2,8}(?:学院|学部|研究生院)(?=.*[长任记授]$)")
# A minister's title names his ministry: 中共中央政治局委员、外交部长王毅.
_MINISTER = re.compile(
    r"(?:外交|国防|商务|财政|教育|公安|司法|民政|交通(?:运输)?|水利|农业(?:农村)?|文化|卫生|科技|能源|环境|内政|劳工|旅游|体育)部长$"
)
# An honour or a seat beside somebody's post is held elsewhere: 中国科学院院士、|校长; 政治局委员、|自治区党委书记.
_HONOUR = re.compile(r"(?:院士|会士|代表|常委|委员)$")
_HONOURING = re.compile(r"科学院|工程院|政治局|人大|人民代表|政协|党|中央")
_LEVEL = re.compile(r"[省市县区州旗]委(?=.{2})")
_BODIES = ("管委会", "党工委")
_WHOLE = re.compile(r"(?:大学|学校|党校|[^学]院|集团|公司)$")
_UNIT_POST = re.compile(
    r"[、，][\u4e00-\u9fff]{2,14}(?:办|中心|部|处|科|院|系|室)(?:常务|执行)?副?(?:主任|部长|处长|科长|院长|经理|总监)"
)
_IS = re.compile(r"(?:仍|暂|均|分别|依次|现|则)*(?:为|是|系)(?:[^，。；、]{0,14}的)?")
_HOLDS = re.compile(r"[^，。；]{0,6}?(?:担任|出任|兼任|接任|接下|继任|代行|代理|暂代|任)")
_SUCCEEDS = re.compile(r"[^，。；]{0,6}?(?:接任|接替|继任|接棒|暂代|接班)(?![^，。；]{0,16}(?:任|为))")
_REPLACED = re.compile(r"接替[^，。；]{0,20}$")
_DESCRIBED = re.compile(r"(?:是|系)(?:我国|国际|国内|著名|知名|资深)[^，。；、]{2,14}、")  # 甲是我国著名学者、|某院院士
_RANKS = re.compile(r"(?:经济师|政工师|农艺师|畜牧师|(?<!总)工程师|(?<!总)会计师)$")
_TERM = re.compile(r"第[一二三四五六七八九十百\d]{1,4}届$")  # 当选为|第九届|某协会主席
_PRONOUN = re.compile(r"(?:同时|随后|此前|如今|目前|后来)?[他她]")
_OBJECT = re.compile(r"(?:对|向|与|和|同|跟|给|把|被|由|为|请|邀请|会见|接替|告诉|击败)$")

# A body that no name was found for, right before a title: 国际展览与项目协会|主席.
_STRANGER = re.compile(
    r"(?<![该本我其某分子总母各])[\u4e00-\u9fff]{3,}(?<![为任是由的兼])(?:协会|学会|联合会|商会|联盟|基金会|[工纪]委|公司|集团|研究院|大学|医院|银行)"
    r"(?:原|前|时任|现任|首任)?\Z"
)
# After a name without an organization these say no more than the name: 张某教授.
_HONORIFIC = re.compile(
    r"(?:教授|老师|院士|医生|律师|博士|主席|总统|总理|总书记|委员长)$"
)  # after a name: 张某教授 says no more than 张某


@dataclass(frozen=True, slots=True)
class _Found:
    """A person joined to a post; `owner` is a local id, empty where no organization stands beside the title."""

    holder: Mention
    title: Mention
    owner: str
    rule: str
    start: int
    end: int


def extract_positions(document: Document, holding: Holding) -> Document:
    """The document with a Position claim for every post a person is said to hold, have held or take up.

    北京市某局局长丁某介绍 → (丁某, 北京市某局, 局长). 某某集团董事长兼总裁王某 → two positions.
    Counter-examples: 德国设计师某某 (the place is an origin, not an employer); 否认将出任总裁 (denied).
    Needs mentions of Person, Organization and Title with `entity` set; adds claims only. `holding` are the verbs.
    The title is the post without the organization's name. The organization is the one at the title, else the one
    the text around is about (lower confidence), else empty, and that only for bylines and trades.
    """
    index = Index(document)
    scenes = {s.index: read_scene(index, s) for s in index.sentences}
    found = [f for scene in scenes.values() for f in _positions(index, scene, holding)]
    known = {(f.holder.entity, squeeze(f.title.text)) for f in found if f.owner and f.rule == "title-before-name"}
    claims: dict[str, Claim] = {}
    for f in found:
        if f.owner or (f.holder.entity, squeeze(f.title.text)) not in known:
            claim = _claim(index, f, scenes)
            if claim is not None:
                claims[claim.id] = claim
    return replace(document, claims=(*document.claims, *claims.values()))


def _claim(index: Index, found: _Found, scenes: Mapping[int, Scene]) -> Claim | None:
    owner, factor = found.owner, 1.0
    if not owner and _behind_stranger(index, found.title):
        return None
    if not owner and found.rule == "verb" and _RANKS.search(found.title.text):
        return None  # 张某为|高级经济师: a rank, held nowhere
    if not owner and (named := _named_committee(index, found.title.text)):
        owner, factor = named, HOME
    if not owner:
        owner, factor = _elsewhere(index, found, scenes)
        if not owner and (factor < NOWHERE or not _may_stand_alone(found)):
            return None
    title = re.sub(r"^(?:原|时任|现任|新任|曾任|本报|本网|本台|本刊)(?=..)", "", found.title.text)
    carried = index.text[max(0, found.title.start - 1) : found.title.start] in {"、", "，", "兼"}
    if owner and _SCHOOL.match(found.title.text):
        body = index.entities.get(owner)
        if carried and body is not None and not _WHOLE.search(body.name):
            return None
    level = _LEVEL.match(title)
    if owner and level and any(n.endswith(level[0]) for n in index.entities[owner].names):
        title = title[level.end() :]  # 江苏省委常委、省委|秘书长
    committee = _committee(index, owner, level[0]) if owner and level else ""
    if level and committee:  # 济宁市委常委张某，|市委常委|迟某
        owner, title = committee, title[level.end() :]
    state = index.entities.get(owner)
    if owner and carried and _MINISTER.match(found.title.text) and state and state.type != "AdministrativeArea":
        ministry = found.title.text[:-1]
        owner = next((e.id for e in index.entities.values() if ministry in e.names), "")
        if not owner:
            return None
        title = "部长"
    article = index.document.article
    return Claim(
        id=claim_id(article.id, found.holder.text, "Position", f"{title}@{found.title.start}", found.start, found.end),
        article=article.id,
        fact=Position(found.holder.entity, owner, title),
        sentence=index.sentence_at(found.title.start).index,
        start=found.start,
        end=found.end,
        extractor=f"positions:{found.rule}",
        confidence=round(CONFIDENCE[found.rule] * factor, 3),
    )


def _named_committee(index: Index, title: str) -> str:
    """The one committee of an article that a bare title means: 开封市委书记甲…，|市委秘书长|乙; empty without one."""
    level = _LEVEL.match(title)
    if level is None:
        return ""
    bodies = [e.id for e in index.entities.values() if any(n.endswith(level[0]) and len(n) > 2 for n in e.names)]
    return bodies[0] if len(bodies) == 1 else ""


def _committee(index: Index, area: str, level: str) -> str:
    """The party committee of an area, where the article names it: 济宁, 市委 → 济宁市委; empty where it does not."""
    body = index.entities.get(area)
    if body is None or body.type != "AdministrativeArea":
        return ""
    stems = {name.removesuffix(level[0]) for name in (*body.names, body.known) if name}
    return next(
        (
            e.id
            for e in index.entities.values()
            if any(n.removesuffix(level) in stems and n.endswith(level) for n in e.names)
        ),
        "",
    )


def _behind_stranger(index: Index, title: Mention) -> bool:
    """Whether the words before a title end like the name of a body: then it is of no other."""
    words = _STRANGER.search(index.text, max(0, title.start - 12), title.start)
    return words is not None and not any(m.end == title.start for m in index.document.mentions)


def _may_stand_alone(found: _Found) -> bool:
    """Whether a post is worth stating without an organization: 本报记者 张某, 船长李某; not 责任编辑：王某."""
    title = found.title.text
    if is_byline_post(title):
        return not title.endswith(("编辑", "责编"))
    return (is_profession(title) or is_own_unit(title)) and found.rule == "title-before-name"


# --- ways of speaking ---------------------------------------------------------------------------------------------


def _positions(index: Index, scene: Scene, holding: Holding) -> list[_Found]:
    found: list[_Found] = []
    for chain in scene.chains:
        if chain not in scene.led.values():
            last = found[-1] if found and found[-1].rule == "verb" else None
            found += (
                _after(index, chain, scene)
                or _by_verb(index, chain, scene, holding)
                or _by_other(index, chain, scene)
                or _continued(index, chain, scene, last)
            )
        found += _before(index, chain, scene, holding)
    return found + _successors(index, scene, found)


def _pair(chain: Chain, run: Sequence[Mention], rule: str) -> list[_Found]:
    """Every person of the run with every post of the chain; a post without an owner takes that of the post before."""
    start, end = min(chain.start, run[0].start), max(chain.end, run[-1].end)
    out, owner = [], ""
    before: Post | None = None
    for post in chain.posts:
        body = before.owner if before is not None else None
        if body is not None and post.owner is None and post.title.text.startswith(_BODIES):
            if body.type != "AdministrativeArea" or (before and "党工委" in before.title.text[1:]):
                continue  # 某党工委副书记、|管委会副主任: of another body, which is not named
        elif post.owner or area_kind(post.title.text):  # 某市委副书记、市长: the second is of the city
            owner = post.owner.entity if post.owner else ""
        elif before is not None and _honours(before):
            owner = ""
        elif is_profession(post.title.text) and not is_calling(post.title.text):
            owner = ""  # 某学院教授、|作曲家
        before = post
        if post.apart:
            continue
        out += [_Found(holder, post.title, owner, rule, start, end) for holder in run]
    return out


def _honours(post: Post) -> bool:
    return bool(post.owner and _HONOUR.search(post.title.text) and _HONOURING.search(post.owner.text))


def _before(index: Index, chain: Chain, scene: Scene, holding: Holding) -> list[_Found]:
    """局长丁某; 记者 陈某 杜某; 现任某院院长的张某; 作为会长，张某…."""
    text, before = index.text, index.text[max(0, chain.start - 4) : chain.start]
    byline = is_byline_post(chain.last)
    for run in scene.runs:
        gap = text[chain.end : run[0].start] if run[0].start >= chain.end else "。"
        if leads(index, chain, run):
            sharers = run if byline else _sharers(index, run)
            rule = "byline" if byline else "title-before-name"
            tight = index.text[max(0, chain.start - 6) : chain.posts[0].title.start]
            return [] if holding.not_held.search(tight) else _pair(chain, sharers, rule)
        led_in = gap == "的" and re.search(r"(?:任|作为|当选|身为|是)$", before)
        if led_in or (gap == "，" and re.search(r"(?:作为|身为)$", before)):
            return _pair(chain, run[:1], "title-before-name")
    return []


def _denied(index: Index, scene: Scene, chain: Chain, holding: Holding) -> bool:
    clause = index.text[_clause(index, scene.sentence, chain.start) : chain.posts[0].title.start]
    return holding.not_taken.search(clause) is not None


def _clause(index: Index, sentence: Sentence, at: int) -> int:
    return _stretch(index, sentence, at, "，；：、。")


def _stretch(index: Index, sentence: Sentence, at: int, stops: str) -> int:
    """Where the stretch of the sentence between `stops` begins in which `at` lies."""
    return max(sentence.start, max(index.text.rfind(c, sentence.start, max(at, sentence.start)) for c in stops) + 1)


def _sharers(index: Index, run: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """The people of a run who share the title before the first: 副总裁甲、乙 do, 总裁甲和乙 do not."""
    return run if len(run) == 1 or shares_title(index, run[0], run[1]) else run[:1]


def _after(index: Index, chain: Chain, scene: Scene) -> list[_Found]:
    """丁某局长; 张某（某公司总经理）; 某大学的张某教授; 李某，1985年生，某公司总工程师。"""
    text = index.text
    for run in scene.runs:
        person = run[-1]
        gap = text[person.end : chain.start] if person.end <= chain.start else "。"
        if gap == "，" or _BORN.fullmatch(gap):
            alone = opens_clause(index, person.start) and bool(chain.owners)
            if (
                alone
                and text[chain.end : chain.end + 1] in "。；—，"
                and len(run) == 1
                and person.start not in scene.led
            ):
                return _pair(chain, run, "name-before-title")
        elif gap in {"", "（", "(", " ("}:
            found = _pair(chain, run[-1:], "name-before-title")
            near = next(
                (
                    m
                    for m in scene.mentions
                    if m.type in ORGANIZATIONS and m.end <= person.start and text[m.end : person.start] in {"", "的"}
                ),
                None,
            )
            return [replace(f, owner=f.owner or near.entity) for f in found] if near and not gap else found
    return []


def _by_verb(index: Index, chain: Chain, scene: Scene, holding: Holding) -> list[_Found]:
    """张某任某公司总经理; 选举张某为会长; 免去张某的局长职务; 他现任教授; 这位某大学教授说."""
    text = index.text
    if _denied(index, scene, chain, holding) or (chain.last == "代表" and text[chain.start - 1] == "为"):
        return []  # 以张某为代表的校友
    earlier = [r for r in scene.runs if r[-1].end <= chain.start]
    while len(earlier) > 1 and _REPLACED.search(text[scene.sentence.start : _led_start(scene, earlier[-1][0])]):
        earlier.pop()
    if earlier:
        run, between = earlier[-1], text[earlier[-1][-1].end : chain.start]
        if between in {"的", "", "同志", "同志的"} and holding.dismissing.search(
            text[max(0, run[0].start - 2) : run[0].start]
        ):
            return _pair(chain, run, "verb")
        if _DESCRIBED.fullmatch(between):
            return _pair(chain, run, "verb")
        match = holding.verb.fullmatch(between) or holding.verb.fullmatch(_TERM.sub("", between))
        if match:
            return _spread(chain, run, each=match["verb"] == "分任" or "分别" in between)
    clause = _clause(index, scene.sentence, chain.start)
    if earlier and earlier[-1][-1].end > clause:
        return []
    words = text[clause : chain.start]
    pronoun = _PRONOUN.match(words) is not None
    match = holding.verb.fullmatch(words) or holding.verb.fullmatch(words.removesuffix("其"))
    this = re.fullmatch(r"这[位名]", words) is not None
    also = re.match(r"(?:也|还|又|同时|并|同时也|同时还)[是为系]", words) is not None
    copula = match is not None and match["verb"] in {"为", "是", "系"} and not (pronoun or also)
    its = words.endswith("其")  # 免去甲的书记职务，建议免去|其|董事长职务
    subject = _subject(index, scene, clause, pronoun=pronoun or its)
    if subject is None or copula or not (match or this):
        return []
    return _pair(chain, (subject,), "verb")


def _continued(index: Index, chain: Chain, scene: Scene, last: _Found | None) -> list[_Found]:
    """历任甲厂厂长，乙公司总经理: a further post of the same person after a comma."""
    if last is None or not chain.owners or not re.fullmatch("[，；]是?", index.text[last.title.end : chain.start]):
        return []
    ends = index.text[chain.end : chain.end + 1] in "，。；等"
    return _pair(chain, (last.holder,), "verb") if ends else []


def _spread(chain: Chain, run: Sequence[Mention], *, each: bool) -> list[_Found]:
    """甲、乙分任主任和副主任, 分别出任…: one title each; otherwise everybody gets every title."""
    found = _pair(chain, run, "verb")
    if not each or len(chain.posts) != len(run):
        return found
    titles, people = [p.title for p in chain.posts], list(run)
    return [f for f in found if titles.index(f.title) == people.index(f.holder)]


def _subject(index: Index, scene: Scene, before: int, *, pronoun: bool) -> Mention | None:
    """Whom a clause without a name is about: the first person of the clause before, of the sentence, of the last one.

    A pronoun takes the last person so far. Across sentences only where that one names a single person.
    """
    here = [r[0] for r in scene.runs if r[0].end <= before]
    if pronoun and here:
        return here[-1]
    free = [m for m in here if not _OBJECT.search(index.text[scene.sentence.start : _led_start(scene, m)])]
    told = _stretch(index, scene.sentence, before - 1, "，；：。")
    part = _stretch(index, scene.sentence, before - 1, "；。")
    last = [m for m in free if m.start >= told] or [m for m in free if m.start >= part]
    if free:
        return last[0] if last else free[0]
    people = index.people_before(scene.sentence)
    return people[-1] if len({p.entity for p in people}) == 1 else None


def _led_start(scene: Scene, person: Mention) -> int:
    chain = scene.led.get(person.start)
    return chain.start if chain else person.start


def _by_other(index: Index, chain: Chain, scene: Scene) -> list[_Found]:
    """院长由张某担任; 副会长为甲、乙."""
    for run in scene.runs:
        begin = _led_start(scene, run[0])
        gap = index.text[chain.end : begin] if chain.end <= begin <= chain.end + 24 else "。"
        if _IS.fullmatch(gap) or (_BY.fullmatch(gap) and _HOLDS.match(index.text, run[-1].end)):
            return _pair(chain, run, "by")
    return []


def _successors(index: Index, scene: Scene, found: Sequence[_Found]) -> list[_Found]:
    """由李某接任 (the post just spoken of); 出任院长，接替王某 (who had it before)."""
    text, out = index.text, []
    for run in scene.runs:
        before = [f for f in found if f.title.end <= run[0].start and f.holder not in run]
        if before and _SUCCEEDS.match(text, run[-1].end):
            out += [replace(before[-1], holder=h, rule="succeeds", end=run[-1].end) for h in run]
        if _REPLACED.search(text[scene.sentence.start : run[0].start]):
            taken = [f for f in found if f.rule == "verb" and f.holder not in run][:1]
            start, end = run[0].start, run[0].end
            out += [
                replace(f, holder=run[0], rule="succeeds", start=min(f.start, start), end=max(f.end, end))
                for f in taken
            ]
    return out


# --- the organization, where it is not beside the title -----------------------------------------------------------


def _beside(index: Index, scene: Scene, found: _Found) -> str:
    """The body of those before in a row, where posts of its units follow: 某大学党委副书记甲、|文明办副主任|乙."""
    chain = scene.led.get(found.holder.start)
    if found.rule != "title-before-name" or chain is None or chain.owners:
        return ""
    while chain is not None and not chain.owners and not chain.posts[0].apart:
        before = next((r for r in reversed(scene.runs) if r[-1].end < chain.start), None)
        if before is None or not _UNIT_POST.fullmatch(index.text, before[-1].end, chain.end):
            return ""
        chain = scene.led.get(before[0].start)
    owner = index.entities.get(chain.owners[-1].entity) if chain is not None and chain.owners else None
    return owner.id if owner is not None and fits(found.title.text, owner.name) else ""


def _row(index: Index, scene: Scene, found: _Found) -> str:
    """The organization that a row of people names once: 某学会会长甲、乙，副会长丙，|秘书长|丁.

    Counter-examples: 某公司董事长甲，市长乙 (a post of areas); 某公司董事长甲、某大学校长丙，教授丁 (an address).
    """
    title = found.title.text
    chain = scene.led.get(found.holder.start)
    if found.rule != "title-before-name" or area_kind(title) or _HONORIFIC.search(title):
        return ""
    while chain is not None and not chain.owners:
        before = [r for r in scene.runs if r[-1].end < chain.start]
        if not before or index.text[before[-1][-1].end : chain.start] not in {"，", "、", "；"}:
            return ""
        chain = scene.led.get(before[-1][0].start)
    owners = {o.entity for o in chain.owners} if chain is not None else set()
    body = index.entities.get(next(iter(owners))) if len(owners) == 1 else None
    firm = body is not None and body.type in ("Company", "Organization") and is_company_post(title)
    return body.id if body is not None and (firm or fits(title, body.name)) else ""


def _area_row(index: Index, scene: Scene, found: _Found, kind: str) -> str:
    """The area that a row of its officials names once: 甲市|市委书记张某，|市委副书记、市长|李某.

    Counter-example: 乙公司董事长张某，市长李某 (no row of officials).
    """
    chain = scene.led.get(found.holder.start)
    while kind and chain is not None and not chain.owners:
        before = [r for r in scene.runs if r[-1].end < chain.start]
        led = next((r for r in reversed(before) if scene.led.get(r[0].start)), None)
        if led is None:
            return ""
        chain = scene.led.get(led[0].start)
        if chain is not None and not chain.owners and not area_kind(chain.last):
            return ""
    owner = index.entities.get(chain.owners[-1].entity) if kind and chain is not None and chain.owners else None
    if owner is None:
        return ""
    if owner.type == "AdministrativeArea":
        return owner.id if any(n.endswith(kind) for n in (*owner.names, owner.known)) else ""
    areas = (e for e in index.document.entities if e.type == "AdministrativeArea")
    bodies = tuple(f"{kind}{b}" for b in ("委", "政府", "人民政府", "人大常委会", "政协"))
    stems = {n.removesuffix(b) for n in owner.names for b in bodies if n.endswith(b)}
    return next((e.id for e in areas if any(n.removesuffix(kind) in stems for n in e.names)), "")


def _opens_row(index: Index, chain: Chain | None) -> bool:
    """Whether a chain goes on with a row of people: 甲公司董事长张某，|党组副书记、总经理|李某."""
    return chain is not None and len(chain.posts) > 1 and index.text[chain.start - 1 : chain.start] in {"，", "；"}


def _seat(index: Index, at: int, kind: str) -> str | None:
    """The area of the committee whose post stands right before a post of areas: 广州市委副书记、市长 → 广州.

    Empty where that area is named nowhere; None where no such post stands there.
    """
    match = _COMMITTEE.search(index.text, max(0, at - 12), at) if kind else None
    if match is None or match["kind"] != kind:
        return None
    before = index.text[max(0, match.start() - 12) : match.start()]
    areas = (e for e in index.document.entities if e.type == "AdministrativeArea")
    if not before.strip() or before[-1] in "，、；。：":
        return None
    # 吴川市委, and 吴川市市委
    return next((e.id for e in areas if any(before.endswith((n, n.removesuffix(kind))) for n in e.names)), "")


def _elsewhere(index: Index, found: _Found, scenes: Mapping[int, Scene]) -> tuple[str, float]:
    """The organization a title without one belongs to, and how sure that is; empty where nothing fits.

    A trade (导演) takes none. A byline takes the outlet of its dateline, or the article's if the text names it.
    """
    title = found.title.text
    if is_byline_post(title):
        outlet = byline_outlet(index, found.title)
        return outlet, 1.0 if outlet else NOWHERE
    if found.rule == "name-before-title" and _HONORIFIC.search(title):
        return "", 0.0
    trade = is_profession(title) and not is_calling(title) and found.rule != "verb"
    if is_own_unit(title) or trade:
        return "", NOWHERE
    seat = _seat(index, found.title.start, area_kind(title))
    if seat is not None:
        return seat, 1.0 if seat else 0.0
    sentence = index.sentence_at(found.title.start)
    if found.rule == "title-before-name" and (
        area := _area_row(index, scenes[sentence.index], found, area_kind(title))
    ):
        return area, AREA_ROW
    if found.rule == "title-before-name" and (town := home_area(index, area_kind(title))):
        return town, HOME
    if _OURS.search(index.text, max(0, found.holder.start - 2), found.holder.start) and found.rule != "verb":
        return "", 0.0
    members = {o.start for s in scenes.values() for c in s.led.values() for o in c.owners}
    own = scenes[sentence.index].led.get(found.holder.start)
    # 甲院院长张某当选会长: not of 甲院, or the post would have been said together with the first
    apart = own is not None and found.rule in {"verb", "by"} and "，" not in index.text[found.start : found.end]
    barred = {o.entity for o in own.owners} if own and apart else set()
    barred |= {p.owner.entity for p in own.posts if p.owner and _honours(p)} if own else set()
    if found.rule in {"verb", "by"} and "，" not in index.text[found.start : found.end]:  # 甲所张某研究员当选秘书长
        barred |= {m.entity for m in index.mentions(sentence) if m.end == found.holder.start}
    row = own is not None and not own.owners and found.rule == "title-before-name"
    at = own.posts[0].title.start if own is not None and row else found.title.start  # 分公司|党委书记、总经理张某
    beside = _beside(index, scenes[sentence.index], found)
    if beside:
        return beside, ROW
    next_to = _row(index, scenes[sentence.index], found) if row else ""
    if next_to and next_to not in barred and _opens_row(index, own):
        return next_to, ROW
    chosen = employer(index, title, at, members=members, barred=barred)
    if chosen:
        return chosen[0].id, chosen[1]
    shared = _row(index, scenes[sentence.index], found)
    return (shared, ROW) if shared and shared not in barred else ("", NOWHERE)
