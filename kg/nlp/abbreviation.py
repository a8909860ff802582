"""Short names that a text gives by saying so: 某某联盟（以下简称“联盟”）, 世界某某组织（WXO）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.model import Mention

_SAID = re.compile(
    r"[（(]\s*(?:[^（）()，,；;。]{0,60}[，,；;]\s*)?(?:以下|下文|以下统|英文|中文|英|国际)?(?:简称|缩写|下称|又称|也称|俗称|统称|昵称|英文名|简写)(?:为|作)?[:：]?\s*"
    r"[“\"‘「]?([^“”\"‘’「」（）()，,；;。]{1,24})[”\"’」]?\s*(?:或\s*[“\"‘]?([^“”\"（）()，,；;。]{1,24})[”\"’]?)?\s*[）)]"
)
_FOREIGN_FULL = re.compile(r"[（(]\s*([A-Z][A-Za-z&.,'’\- ]{7,80}?)\s*[，,；;]")
# A person's own name behind its Chinese spelling: 穆瑞澜（Alan Murray）.
_FOREIGN_NAME = re.compile(
    r"(?<=[\u4e00-\u9fff])[（(]\s*([A-Z][A-Za-zÀ-ÿ.'’-]+(?: [A-Z][A-Za-zÀ-ÿ.'’-]*){1,3})\s*[）)]"
)
_LATIN = re.compile(r"[（(]\s*([A-Z][A-Za-z0-9&\-]{1,14}(?: ?(?:19|20)\d\d)?)\s*[）)]")


@dataclass(frozen=True, slots=True)
class Alias:
    """A name given in a parenthesis that opens at `opens`, right after the full name."""

    opens: int
    start: int
    end: int
    text: str


_JOINT = ("暨", "和", "与", "及", "、", "")


def alias_owner(text: str, alias: Alias, ending: Mapping[int, Mention]) -> Mention | None:
    """The name that a given short name belongs to; `ending` are the names by where they end.

    Of two joined names it is the one that has its letters: 2017甲数据博览会暨乙峰会（下称数博会） → the first.
    """
    full = next((ending[e] for e in range(alias.opens, alias.opens - 3, -1) if e in ending), None)
    if full is None or full.type != "Event" or in_order(alias.text, full.text):
        return full
    for joint in _JOINT:
        first = ending.get(full.start - len(joint)) if text.endswith(joint, 0, full.start) else None
        if first is not None and first.type == "Event" and in_order(alias.text, first.text):
            return first
    return full


def in_order(short: str, full: str) -> bool:
    """Whether the letters of the short name stand in the full one, in order."""
    letters = iter(full)
    return all(letter in letters for letter in short)


def find_aliases(text: str) -> Iterator[Alias]:
    """Every short or foreign name that a parenthesis gives to the name before it.

    甲乙丙联盟（Union of Abc，缩写UABC） → Union of Abc, UABC. Counter-example: （记者陈某） gives no name.
    """
    for match in _SAID.finditer(text):
        for group in (1, 2):
            if match[group]:
                word = match[group].rstrip()
                yield Alias(match.start(), match.start(group), match.start(group) + len(word), word)
        full = _FOREIGN_FULL.match(text, match.start())
        if full:
            yield Alias(match.start(), full.start(1), full.end(1), full[1])
    for match in _FOREIGN_NAME.finditer(text):
        yield Alias(match.start(), match.start(1), match.end(1), match[1])
    for match in _LATIN.finditer(text):
        yield Alias(match.start(), match.start(1), match.end(1), match[1])
