"""The names that areas bear on are told beforehand: all others are compared and called as they were."""

from __future__ import annotations

import random

import pytest

from kg.nlp.lexicon import KnownNames, load_known_names
from kg.resolve.bearing import on_comparing, on_naming
from kg.resolve.canonical import canonical_name, names_of
from kg.resolve.likeness import implied
from kg.resolve.nodes import ORGANIZATION
from kg.resolve.spelling import spelling
from kg.resources import lexicon_dir

NORTH = frozenset({"北川", "北川市"})
KNOWN = KnownNames(frozenset({"南山", "南山市"}), {"中科院": "中国科学院", "国开行": "国家开发银行"})


@pytest.mark.parametrize(
    ("name", "bears"),
    [
        ("北川银行股份有限公司", True),
        ("银行（北川）有限公司", True),
        ("北（新）川银行", True),  # it is looked at without its brackets, too
        ("川北银行", True),  # more than is needed, which is harmless
        ("南山银行股份有限公司", False),
        ("北山银行", False),
        ("", False),
    ],
)
def test_names_that_an_area_bears_on(name: str, bears: bool) -> None:
    assert on_comparing(NORTH, KNOWN)([name]) is bears


def test_short_names_are_taken_in_full() -> None:
    assert on_comparing({"中国"}, KNOWN)(["中科院自动化所"])
    assert not on_comparing({"中国"}, KNOWN)(["中山大学"])


def test_canonical_names_are_told_by_their_beginnings() -> None:
    bears = on_naming({"北川"})
    assert bears(["会展中心", "北川会展中心"])
    assert bears(["“北川会展中心”"])
    assert not bears(["会展中心北川馆", "南山会展中心"])


PARTS = (
    "北川", "南山", "市", "省", "县", "（", "）", "银行", "集团", "股份", "有限公司", "会展", "中心", "研究所", "新",
    "科技", "中科院", "国开行", "海", "岛", "自动化", "园区", "馆", "大学", "發展", "委员会", "中国",
)  # fmt: skip
GROUPS = (ORGANIZATION, "Venue", "EventSeries", "AdministrativeArea", "Work", "Product")


@pytest.mark.parametrize("seed", range(40))
def test_what_areas_do_not_bear_on_is_as_it_was(seed: int) -> None:
    chance = random.Random(seed)
    listed = load_known_names(lexicon_dir()) if seed % 2 else KNOWN
    for _ in range(60):
        areas = frozenset("".join(chance.choices(PARTS, k=chance.choice([1, 1, 2]))) for _ in range(3))
        more = KnownNames(listed.areas | areas, listed.bodies)
        new = more.areas ^ listed.areas
        names = tuple("".join(chance.choices(PARTS, k=chance.randrange(2, 7))) for _ in range(3))
        names += tuple(chance.choice(PARTS[:4]) + name for name in names)
        compares, calls = on_comparing(new, listed), on_naming(new)
        for group in GROUPS:
            for name in names:
                if not compares([name]):
                    assert implied(name, group, listed) == implied(name, group, more)
                    assert spelling(name, group, listed) == spelling(name, group, more)
            rows = names_of({names: 1, names[:1]: 2}, {names[0]: 3})
            if not calls(names):
                assert canonical_name(group, rows, listed.areas) == canonical_name(group, rows, more.areas)
