"""Names of one thing that are spelled differently: what a name says less its legal form, its place, its kind of thing.

Names that are written the same but for habits of writing (市, 研究所 for 所, a translation in brackets) are one. A form
that a name implies links it to the one other thing that bears this form as its own name; where several things imply or
bear it, nothing is joined and a person may decide.
首都会展（集团）有限公司 and 首都会展集团, 国家会议中心 and 北京国家会议中心, 国产大飞机C919 and C919 → one each.
平安银行 and 平安证券, 国家会展中心（上海） and 国家会展中心（天津） → two each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.identity import fold
from kg.model import Decision
from kg.nlp.lexicon import KnownNames
from kg.nlp.shortname import LEGAL_FORM as COMPANY_ENDING
from kg.nlp.shortname import is_trade, without_trades
from kg.resolve.attach import MAX_CANDIDATES
from kg.resolve.blocking import MAX_PASSES, Match
from kg.resolve.clusters import cluster
from kg.resolve.features import (
    BRACKETED_PLACE,
    BRAND,
    DESCRIBED,
    LEGAL_FORM,
    OTHER_CLASS,
    OTHER_ENTRY,
    PLACE_BEFORE,
    PLACE_IN_NAME,
    SEVERAL_THINGS,
    SHORT_BRAND,
    SPELLING,
    Feature,
    decide,
)
from kg.resolve.names import is_telling, name_key
from kg.resolve.nodes import ORGANIZATION, Node, Scene
from kg.resolve.spelling import spelling

Weight = tuple[str, float]
Form = tuple[str, Weight]

# A brand of two characters is an everyday word too often (平安, 东方) to join by itself.
MIN_BRAND = 3
# Above this many bearers a form says nothing.
MAX_BEARERS = 50
_BRACKETS = re.compile(r"[（(]([^（()）]{1,40})[）)]")
_MODEL = r"[A-Za-z][A-Za-z0-9+ \-]*\d[A-Za-z0-9+ \-]*|[A-Za-z]*\d+[A-Za-z][A-Za-z0-9+\-]*|[A-Z][A-Za-z]+(?: [A-Z])?"
_MACHINE = (
    "大型客机|支线客机|客机|大飞机|飞机|直升机|无人机|手机|汽车|轿车|电动车|机型|运载火箭|火箭|卫星|飞船|载人飞船|货运飞船|空间站|探测器|望远镜|"
    "载人潜水器|潜水器|科考船|邮轮|航母|列车|动车组|盾构机|机床|[\u4e00-\u9fff]{0,4}机器人|芯片|处理器|操作系统|大模型|发动机组|疫苗"
)
_DESCRIPTIONS = (
    re.compile(rf"[\u4e00-\u9fff]{{2,10}}({_MODEL})"),
    re.compile(rf"([\u4e00-\u9fff]{{0,6}}(?:{_MODEL}))(?:{_MACHINE})"),
    re.compile(rf"([\u4e00-\u9fff]{{1,6}}号)(?:{_MACHINE})"),
)
_CLASHING = frozenset({"Company", "GovernmentBody"})


def match_likeness(scene: Scene, found: Match, known: KnownNames) -> Match:
    """Decisions between clusters of things whose names imply one another; `found` is what their names already gave.

    A join can leave one bearer of a form where there were two, so it is repeated while something joins.
    """
    order = [n.key for n in scene.nodes]
    nodes = [n for n in scene.nodes if n.group in _FORMS]
    names = dict.fromkeys((n.group, name) for n in nodes for name in n.names)
    forms = {(group, name): implied(name, group, known) for group, name in names}
    joined = _spelled_alike(nodes, known)
    if not any(forms.values()):
        return Match(tuple(joined))
    for _ in range(MAX_PASSES):
        roots = cluster(order, [*found.decisions, *joined, *scene.apart])
        by_group: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for node in nodes:
            by_group[node.group][roots[node.key]].append(node)
        links = [d for group, own in by_group.items() for d in _link(list(own.values()), group, forms)]
        more = [d for d in links if d.verdict == "same"]
        joined += more
        if not more:
            break
    return Match((*joined, *(d for d in links if d.verdict != "same")))


def _spelled_alike(nodes: Sequence[Node], known: KnownNames) -> list[Decision]:
    rows: dict[tuple[str, str], dict[str, Node]] = defaultdict(dict)
    for node in nodes:
        for name in node.names:
            key = name_key(name, node.group)
            if key in node.full and is_telling(key):
                rows[node.group, spelling(name, node.group, known)].setdefault(key, node)
    return [
        decide(first.key, other.key, [(*SPELLING, key), *_against([first], [other])])
        for (_, key), same in sorted(rows.items())
        for first, *others in [list(same.values())]
        for other in others
        if other.key != first.key
    ]


def implied(name: str, group: str, known: KnownNames) -> dict[str, Weight]:
    """The forms a name implies, folded, each with the feature it would be joined by; empty where it implies none.

    北京甲乙丙信息技术股份有限公司 → 北京甲乙丙信息技术, 甲乙丙信息技术, 甲乙丙. Counter-example: 中国银行 implies none.
    """
    own = name_key(name, group)
    best: dict[str, Weight] = {}
    for form, weight in _FORMS[group](name, known.areas) if group in _FORMS else ():
        key = name_key(form, group)
        if key != own and is_telling(key) and (key not in best or weight[1] > best[key][1]):
            best[key] = weight
    return best


# --- forms by group ---------------------------------------------------------------------------------------------------


def _organization(name: str, areas: frozenset[str]) -> Iterator[Form]:
    bare, group, placed = name, False, False
    for bracket in _BRACKETS.finditer(name):
        group |= "集团" in bracket[1]
        placed |= bracket[1] in areas
        bare = bare.replace(bracket[0], "")
    ending = COMPANY_ENDING.search(bare)
    if ending is None:
        return
    group |= ending[0].startswith("集团")
    stem = bare[: ending.start()]
    if stem and not placed and ending[0] != "集团":
        yield stem + ("集团" if group else ""), LEGAL_FORM
    for form in (stem, _without_area(stem, areas)):
        if not is_trade(_without_area(form, areas)):
            yield from _brands(form, placed)


def _brands(stem: str, placed: bool) -> Iterator[Form]:
    """The stem and what is left of it without its trades. A firm with a bracketed place is often a local daughter."""
    for form in dict.fromkeys((stem, *without_trades(stem))):
        if len(form) >= 2:
            yield form, SHORT_BRAND if placed or len(form) < MIN_BRAND else BRAND


def _venue(name: str, areas: frozenset[str]) -> Iterator[Form]:
    rest = _without_area(name, areas)
    if rest != name and len(rest) >= 3:
        yield rest, PLACE_BEFORE
    if name.endswith("园区") and len(name) > 3:
        yield name[:-1], PLACE_IN_NAME
    yield from _series(name, areas)


def _series(name: str, areas: frozenset[str]) -> Iterator[Form]:
    for bracket in _BRACKETS.finditer(name):
        if bracket[1] in areas:
            yield name.replace(bracket[0], ""), BRACKETED_PLACE
            yield bracket[1] + name.replace(bracket[0], ""), BRACKETED_PLACE


def _area(name: str, areas: frozenset[str]) -> Iterator[Form]:
    rest = _without_area(name, areas)
    if rest in areas or (rest != name and re.search(r"[县区市旗]$", rest) and len(rest) > 2):
        yield rest, PLACE_BEFORE


def _work(name: str, areas: frozenset[str]) -> Iterator[Form]:
    yield from ()


def _product(name: str, areas: frozenset[str]) -> Iterator[Form]:
    bare = name.strip('“”"《》 ')
    for pattern in _DESCRIPTIONS:
        found = pattern.fullmatch(bare)
        if found and len(fold(found[1])) >= 3:
            yield found[1], DESCRIBED


_FORMS: Mapping[str, Callable[[str, frozenset[str]], Iterable[Form]]] = {
    ORGANIZATION: _organization,
    "Venue": _venue,
    "EventSeries": _series,
    "AdministrativeArea": _area,
    "Work": _work,
    "Product": _product,
}


def _without_area(name: str, areas: frozenset[str]) -> str:
    """The name without the area, and its 省 or 市, that it begins with; all of it where less than two would stay."""
    for length in range(min(8, len(name) - 2), 1, -1):
        if name[:length] in areas:
            return name[length:]
    return name


# --- who bears and who implies a form ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Bearer:
    cluster: int
    node: Node
    weight: Weight


def _link(
    clusters: Sequence[Sequence[Node]], group: str, forms: Mapping[tuple[str, str], Mapping[str, Weight]]
) -> list[Decision]:
    owners: dict[str, dict[int, Node]] = defaultdict(dict)
    bearers: dict[str, dict[int, _Bearer]] = defaultdict(dict)
    for number, nodes in enumerate(clusters):
        for node in nodes:
            for key in (*node.full, *node.short):
                owners[key].setdefault(number, node)
            for name in node.names:
                for key, weight in forms[group, name].items():
                    held = bearers[key].get(number)
                    if held is None or weight[1] > held.weight[1]:
                        bearers[key][number] = _Bearer(number, node, weight)
    links: list[Decision] = []
    for key in sorted(bearers):
        links += _judge(key, owners.get(key, {}), bearers[key], clusters)
    return links


def _judge(
    key: str, owners: Mapping[int, Node], bearers: Mapping[int, _Bearer], clusters: Sequence[Sequence[Node]]
) -> Iterator[Decision]:
    others = [b for number, b in sorted(bearers.items()) if number not in owners]
    if not others or len(owners) + len(others) > MAX_BEARERS:
        return
    heads = [node for _, node in sorted(owners.items())]
    if len(owners) == 1 and len(others) == 1:
        other = others[0]
        against = _against(clusters[next(iter(owners))], clusters[other.cluster])
        yield decide(heads[0].key, other.node.key, [(*other.weight, key), *against])
        return
    if not heads:  # two firms of one brand may be worth a look; two halls of one kind are not
        others = [b for b in others if b.weight in (LEGAL_FORM, BRAND)]
        if len(others) < 2:
            return
        heads, others = [others[0].node], others[1:]
    for other in others[:MAX_CANDIDATES]:
        for head in heads[:MAX_CANDIDATES]:
            yield decide(head.key, other.node.key, [(*SEVERAL_THINGS, key)])


def _against(left: Sequence[Node], right: Sequence[Node]) -> list[Feature]:
    """What speaks against two clusters being one: two entries of the lexicon, a firm and an authority."""
    found: list[Feature] = []
    known = [{n.known for n in nodes if n.known} for nodes in (left, right)]
    if known[0] and known[1] and not known[0] & known[1]:
        found.append((*OTHER_ENTRY, " / ".join(min(k) for k in known)))
    classes = [{n.type for n in nodes} & _CLASHING for nodes in (left, right)]
    if len(classes[0]) == len(classes[1]) == 1 and classes[0] != classes[1]:
        found.append((*OTHER_CLASS, " / ".join(min(c) for c in classes)))
    return found
