"""Characters, spaces and quotes of one article brought to one form, without touching what it says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

IDEOGRAPH = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003fffd〇"
_FULL = "，。、；：？！（）《》〈〉【】「」『』〔〕"
_QUOTES = "“”‘’"
_MARKS = "…—·"

_BREAKS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Controls, soft hyphen, zero-width and direction marks, lone surrogates, private use (icon fonts), non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_WIDE |= {ord("＂"): '"', ord("％"): "%"}
_WIDE_POINT = re.compile(r"(?<=\d)．(?=\d)")
_SPACES = re.compile(r"\s+")
_BESIDE_FULL = re.compile(f" (?=[{_FULL}])|(?<=[{_FULL}]) ")
_BESIDE_MARK = re.compile(
    f"(?<=[{IDEOGRAPH}{_FULL}{_QUOTES}]) (?=[{_MARKS}’”])|(?<=[{_MARKS}‘“]) (?=[{IDEOGRAPH}{_FULL}{_QUOTES}])"
)
_OUTSIDE_QUOTES = re.compile(f"(?<=[{IDEOGRAPH}]) (?=[‘“])|(?<=[’”]) (?=[{IDEOGRAPH}‘“])")
_SINGLE_QUOTED = re.compile(f"'(?=[{IDEOGRAPH}“])([^'\n]*)(?<=[{IDEOGRAPH}。！？，”])'")
_HAS_IDEOGRAPH = re.compile(f"[{IDEOGRAPH}]")
_IDEOGRAPHS = re.compile(f"[{IDEOGRAPH}]+")
# Runs of ideographs that each stand alone: 贺 勇, 编 者 按.
_SPACED_OUT = re.compile(f"(?<![^\\s{_FULL}])[{IDEOGRAPH}](?: [{IDEOGRAPH}])+(?=摄|$|[\\s{_FULL}])")

_DIGIT = r"\d%‰℃"
_LATIN = "A-Za-z"


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """Whether a page sets spaces between ideographs and digits, or Latin letters, by house style."""

    digits: bool
    latin: bool


def strip_invisible(text: str) -> str:
    """`text` with line ends as newlines and without characters that have no place in a news text.

    Removed: controls, zero-width and direction marks, lone surrogates, private-use characters, non-characters.
    """
    return _INVISIBLE.sub("", _BREAKS.sub("\n", text))


def tidy(text: str) -> str:
    """One block's words on one line: NFC, ASCII digits and letters, single spaces, Chinese quotes.

    A line break of the source between two ideographs is nothing, as in CSS; elsewhere white space becomes one space.
    Spaces beside full-width punctuation go: 电 （记者 → 电（记者; 服务合作促发展　　绿色创新迎未来 keeps one space.
    """
    text = unicodedata.normalize("NFC", text).strip().translate(_WIDE)
    if "．" in text:
        text = _WIDE_POINT.sub(".", text)
    text = _SPACES.sub(lambda match: _space(match, text), text)
    text = _chinese_quotes(text)
    if " " in text:
        text = _BESIDE_MARK.sub("", _BESIDE_FULL.sub("", text))
        text = _SPACED_OUT.sub(_close_up, text)
    return text


def _space(match: re.Match[str], text: str) -> str:
    if "\n" not in match.group():
        return " "
    before, after = text[match.start() - 1], text[match.end()]
    return "" if _wide(before) and _wide(after) else " "


def _wide(char: str) -> bool:
    return char in _FULL + _QUOTES + _MARKS or _HAS_IDEOGRAPH.match(char) is not None


def _close_up(match: re.Match[str]) -> str:
    """贺 勇 → 贺勇; 编 者 按 → 编者按; 贺 勇 王 伟 → 贺勇 王伟 (names of two characters are spaced out in print)."""
    chars = match.group().split(" ")
    if chars[-1] == "摄" and len(chars) > 2:
        chars, last = chars[:-1], " 摄"
    else:
        last = ""
    if len(chars) <= 3 or len(chars) % 2:
        return "".join(chars) + last
    return " ".join(chars[i] + chars[i + 1] for i in range(0, len(chars), 2)) + last


def _chinese_quotes(text: str) -> str:
    """Straight quotes of a Chinese block as “ ” by turns, their inner spaces gone. A lone inch mark (15") stays."""
    count = text.count('"')
    if not _HAS_IDEOGRAPH.search(text):
        return text
    if count > 1 or (count and not re.search(r'\d"', text)):
        first, *parts = text.split('"')
        opened = ["“" + part.strip(" ") for part in parts[0::2]]
        closed = ["”" + part for part in parts[1::2]]
        if count % 2:  # the last one opened a quotation that another paragraph closes
            closed.append("")
        text = first + "".join(map("".join, zip(opened, closed, strict=True)))
    return _SINGLE_QUOTED.sub(r"‘\1’", text) if "'" in text else text


def house_style(texts: Iterable[str]) -> HouseStyle:
    """Whether most borders between ideographs and digits (or Latin letters) carry a space in these texts."""
    joined = "\n".join(texts)
    return HouseStyle(digits=_mostly_spaced(joined, _DIGIT), latin=_mostly_spaced(joined, _LATIN))


def _mostly_spaced(text: str, chars: str) -> bool:
    borders = f"(?<=[{IDEOGRAPH}])(?P<a> ?)(?=[{chars}])|(?<=[{chars}])(?P<b> ?)(?=[{IDEOGRAPH}])"
    total = spaced = 0
    for match in re.finditer(borders, text):
        total += 1
        spaced += match.end() > match.start()
    return spaced * 2 > total


def set_solid(text: str, style: HouseStyle) -> str:
    """`text` without the spaces that `style` says are the page's: 8 月 31 日 → 8月31日."""
    for wanted, chars in ((style.digits, _DIGIT), (style.latin, _LATIN)):
        if wanted and " " in text:
            text = re.sub(f"(?<=[{IDEOGRAPH}]) (?=[{chars}])|(?<=[{chars}]) (?=[{IDEOGRAPH}])", "", text)
    return _OUTSIDE_QUOTES.sub("", text) if style.digits else text


def ideographs(text: str) -> int:
    """How many Chinese characters `text` has."""
    return sum(map(len, _IDEOGRAPHS.findall(text)))
