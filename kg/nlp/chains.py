"""Rows of posts and rows of people in a sentence, as they stand: what `kg.extract.positions` joins.

A *chain* is a row of posts for one person (党委书记、董事长; 甲局副主任，乙厅厅长); a *run* is a row of people
(记者 陈某 杜某).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.model import Mention, Sentence
from kg.nlp.classes import ORGANIZATIONS
from kg.nlp.index import Index
from kg.nlp.posts import is_area_post, is_byline_post

_HELD = r"原|前|时任|现任|新任|首任|候任|卸任|拟任|首位|第一任"
_TERM = r"第[一二三四五六七八九十百\d]+届|理事会|董事会|监事会"
_OWNER_GAP = re.compile(
    rf"[》”\"』）)]?\s*(?:的|所属|派驻(?:现场)?的?|派出的|项目|总部|首位|一名|一位|女|籍|{_TERM})*(?:{_HELD})?\s*"
    r"|[》”]?\s*[^，。；]{0,16}?[电讯]\s*[（(]\s*"
)
# A unit of an organization that is no name by itself.
_UNIT_GAP = re.compile(
    r"(?!.*(?:授权|聘任|委托|提名|任命|选举|推举|邀请|公司))(?![邀联会和与及向对由在将为是拜访委来聘任旗所])[\u4e00-\u9fff]{1,9}(?:研究院|研究所|事业部|实验室|编辑部|委员会|学院|学部|中心|[部司局处室科组系院])"
)
_FORMER = re.compile(r"(?<![此之目从空])前\Z")
_MINISTERS = ("部长", "大臣", "外长", "委员", "国务卿")
_PORTFOLIO = re.compile(
    r"(?!.*(?:邀请|访问|会见|会谈|举行|签署|举办|出席|派出|宣布))(?![同对向由在将派与和])[\u4e00-\u9fff]{2,9}"
)
_LATIN_UNIT = re.compile(r"、([\u4e00-\u9fff]{1,12}(?:BG|BU|事业部|事业群|业务群|业务|板块)\s?)")
# A body told by its kind or for an occasion: 某基金会理事长、|校|党委书记, 某司司长、|西旅会组委会|副主任.
_BARE_BODY = re.compile(r"[、，](?:[校院所]|管委会|党工委|[\w“”\"]{1,16}(?:组委会|执委会|筹委会|领导小组|指挥部))\Z")
_LINK = re.compile(rf"\s*(?:[、,及和与暨]|、?兼任?|以及|，)\s*(?:{_TERM})?")
_NAME_GAP = re.compile(r"\s*(?:[—-]+)?(?:\d+岁的)?|[：:]\s*")
_ADDRESSES = ("副教授", "教授", "院士", "博士", "研究员", "副研究员", "先生", "女士", "老师")
_RUN_GAP = re.compile(r"\s*[、,/]\s*|\s+|和|与|及|以及|和\d+岁的")


@dataclass(frozen=True, slots=True)
class Post:
    """A title with the organization (or place) standing at it, if one does; `start` includes names before that one."""

    title: Mention
    owner: Mention | None
    start: int
    apart: bool = False  # of a body told by its kind alone (校党委书记): not of the one named before


@dataclass(frozen=True, slots=True)
class Chain:
    posts: tuple[Post, ...]

    @property
    def start(self) -> int:
        return self.posts[0].start

    @property
    def end(self) -> int:
        return self.posts[-1].title.end

    @property
    def last(self) -> str:
        return self.posts[-1].title.text

    @property
    def owners(self) -> tuple[Mention, ...]:
        return tuple(p.owner for p in self.posts if p.owner is not None)


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence's chains and runs; `led` maps the start of a run to the chain right before it."""

    sentence: Sentence
    mentions: tuple[Mention, ...]
    chains: tuple[Chain, ...]
    runs: tuple[tuple[Mention, ...], ...]
    led: Mapping[int, Chain]


def read_scene(index: Index, sentence: Sentence) -> Scene:
    mentions = index.mentions(sentence)
    chains, runs = _chains(index, mentions), _runs(index, mentions)
    led = {r[0].start: c for r in runs for c in chains if leads(index, c, r)}
    return Scene(sentence, mentions, chains, runs, led)


def _posts(index: Index, mentions: Sequence[Mention]) -> Iterator[Post]:
    for i, title in enumerate(mentions):
        if title.type != "Title":
            continue
        before = mentions[i - 1] if i else None
        gap = index.text[before.end : title.start] if before and before.end <= title.start else "，"
        if before is not None and before.type in ORGANIZATIONS and _UNIT_GAP.fullmatch(gap):
            title = replace(title, start=before.end, text=gap + title.text)  # 同济大学|医学部主任
            gap = ""
        if before is not None and _of_country(before, title, gap):
            title = replace(title, start=before.end, text=gap + title.text)  # 南非|国际关系与合作部长
            gap = ""
        owner = before if before is not None and _can_own(before, title) and _OWNER_GAP.fullmatch(gap) else None
        if owner is not None and _FORMER.search(gap):  # 某国|前|总理
            title = replace(title, start=title.start - 1, text=f"前{title.text}")
        start, j = (owner.start, i - 1) if owner else (title.start, i)
        if before is not None and before.type in ("Event", "Venue") and not gap:
            # 某会|新闻发言人、某中心副主任, 某局副局长、某馆|董事长: of no body
            yield Post(title, None, before.start, apart=True)
            continue
        bare = None if owner else _BARE_BODY.search(index.text, max(0, title.start - 20), title.start)
        if bare:
            yield Post(title, None, bare.start() + 1, apart=True)
            continue
        while j and mentions[j - 1].type in {*ORGANIZATIONS, "AdministrativeArea"} and mentions[j - 1].end == start:
            start, j = mentions[j - 1].start, j - 1
        yield Post(title, owner, start)


def _of_country(before: Mention, title: Mention, gap: str) -> bool:
    """Whether a title with the words before it is a minister's or a commissioner's of the country named there."""
    return _is_minister(before, title) and _PORTFOLIO.fullmatch(gap) is not None


def _is_minister(before: Mention, title: Mention) -> bool:
    country = before.type == "AdministrativeArea" and before.text[-1:] not in "省市县区州旗镇乡村"
    return country and title.text.endswith(_MINISTERS)


def _can_own(before: Mention, title: Mention) -> bool:
    of_area = before.type == "AdministrativeArea" and is_area_post(title.text)
    return before.type in ORGANIZATIONS or of_area or _is_minister(before, title)


def _chains(index: Index, mentions: Sequence[Mention]) -> tuple[Chain, ...]:
    chains: list[list[Post]] = []
    named = {m.end for m in mentions if m.type == "Person"}
    for post in _posts(index, mentions):
        last = chains[-1][-1] if chains else None
        gap = index.text[last.title.end : post.start] if last else ""
        if last is not None and last.owner and post.owner is None and (unit := _LATIN_UNIT.fullmatch(gap)):
            title = replace(post.title, start=post.start - len(unit[1]), text=unit[1] + post.title.text)
            post, gap = replace(post, title=title, start=title.start), "、"  # 甲公司董事、|智能汽车BU CEO
        # a comma joins two posts only where both are full and the first opens the clause: 甲局副主任，乙厅厅长丁某
        owned = bool(chains) and any(p.owner is not None and not p.apart for p in chains[-1])
        full = owned and post.owner is not None  # 甲委党组书记、主任，乙局局长丁某
        comma = "，" in gap and not (full and opens_clause(index, chains[-1][0].start))
        # 甲会张某副会长、|乙国大使李某: the first post is behind its holder's name
        others = last is not None and last.title.start in named and post.owner is not None
        if last and not others and last.title.end <= post.start and _LINK.fullmatch(gap) and not comma:
            chains[-1].append(post)
        else:
            chains.append([post])
    return tuple(Chain(tuple(c)) for c in chains)


def opens_clause(index: Index, offset: int) -> bool:
    return offset == 0 or index.text[offset - 1] in "。，\n；！？”　 "


def _runs(index: Index, mentions: Sequence[Mention]) -> tuple[tuple[Mention, ...], ...]:
    runs: list[list[Mention]] = []
    previous: Mention | None = None
    for mention in mentions:
        if mention.type == "Person" and mention.entity and mention.form != "pronoun":
            joined = previous is not None and previous.type == "Person"
            if joined and previous and _RUN_GAP.fullmatch(_between(index, previous, mention)):
                runs[-1].append(mention)
            else:
                runs.append([mention])
        elif previous is not None and previous.type == "Person" and _is_address(previous, mention):
            continue
        previous = mention
    return tuple(tuple(r) for r in runs)


def _is_address(person: Mention, title: Mention) -> bool:
    """Whether a title only says how the person before it is addressed: 张某|教授."""
    return title.type == "Title" and title.start == person.end and title.text in _ADDRESSES


def _between(index: Index, person: Mention, other: Mention) -> str:
    """What stands between two people, but for how the first is addressed: 张某教授|、|李某."""
    gap = index.text[person.end : other.start]
    return next((gap[len(a) :] for a in _ADDRESSES if gap.startswith(a)), gap)


def shares_title(index: Index, person: Mention, other: Mention) -> bool:
    """Whether the next person of a run is listed under the title before the first: 副总裁甲、乙, 副院长甲教授、乙教授.

    Counter-example: 总裁甲和乙.
    """
    return _between(index, person, other).strip() in {"、", ""}


def leads(index: Index, chain: Chain, run: Sequence[Mention]) -> bool:
    gap = index.text[chain.end : run[0].start]
    if run[0].start < chain.end or not _NAME_GAP.fullmatch(gap):
        return False
    return not gap.startswith(("：", ":")) or is_byline_post(chain.last)
