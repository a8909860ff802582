"""Editions of recurring events: 第六届进博会, 2022年服贸会 → series, year, ordinal."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.nlp.numerals import parse_number

_EDITION = re.compile(
    r"^(?:(?P<year>(?:19|20)\d{2})(?:[-—–/]\d{2,4})?(?:年(?!会)度?|赛季)?)?"
    r"(?:[（(]?第(?P<ordinal>[〇零一二三四五六七八九十百\d]{1,5})[届次][)）]?|(?P<first>首届))?"
    r"(?:[（(](?P<given>(?:19|20)\d{2})年?[)）])?[·\s]*(?P<base>.{2,})$",
    re.DOTALL,
)


# Short names of fairs and games that come again (进博会, 省运会).
_SHORT_SERIES = re.compile(r"[\u4e00-\u9fff]{1,3}(?:博会|交会|贸会|洽会|展会)|[\u4e00-\u9fff](?:奥会|运会)")


@dataclass(frozen=True, slots=True)
class Edition:
    """What an event's name says of its edition: `base` is the name without year and ordinal."""

    base: str
    year: int | None
    ordinal: int | None

    @property
    def numbered(self) -> bool:
        """Whether the name singles out one edition."""
        return self.year is not None or self.ordinal is not None


def parse_edition(name: str) -> Edition:
    """Split an event's name: 2022年服贸会 → (服贸会, 2022, None); 首届某论坛 → (某论坛, None, 1).

    第四届（2023）某大会 → (某大会, 2023, 4).
    """
    match = _EDITION.match(name)
    if match is None:
        return Edition(name, None, None)
    ordinal = parse_number(match["ordinal"]) if match["ordinal"] else None
    number = int(ordinal) if ordinal is not None else 1 if match["first"] else None
    year = match["year"] or match["given"]
    return Edition(match["base"], int(year) if year else None, number)


def is_short_series(name: str) -> bool:
    """Whether a name looks like the short one of a fair or of games: 进博会, 广交会; not 2022年服贸会."""
    return bool(_SHORT_SERIES.fullmatch(name))
