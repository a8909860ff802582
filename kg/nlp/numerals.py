"""Chinese and mixed numerals to exact Decimals, and whole numbers back to Chinese numerals.

三十六 → 36, 一百二十万 → 1200000, 5.3万亿 → 5300000000000, 1,212 → 1212, 三点五亿 → 350000000, 二〇二二 → 2022.
Counter-examples (no exact value, so None): 数十, 几百, 三四十, 两三.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from kg.errors import UsageError

_DIGITS = "〇一二三四五六七八九"
_DIGIT = {c: i for i, c in enumerate(_DIGITS)} | {"零": 0, "○": 0, "两": 2, "俩": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}

ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
# 千 of 千瓦, 千米, 千克 belongs to the unit
_KILO = "千(?!瓦|米|克|伏|赫|卡)"
CHINESE = rf"(?:[〇○零一二两三四五六七八九十百万亿]|{_KILO})+(?:点[〇○零一二三四五六七八九]+[万亿]*)?"
# 1亿3000万, 5.3万亿, 3千万; a space as some sites set it between digits and ideographs
MIXED = rf"{ARABIC}(?:\s?(?:[十百万亿]|{_KILO})+(?:{ARABIC}(?:万|{_KILO})+)?)?"
NUMBER = rf"(?:{MIXED}|{CHINESE})"

_LONGEST = 40  # characters of a numeral; 九千九百九十九万九千九百九十九亿 has 15
_MOST = 24  # digits before the point; what has more is an account or no number, and decimals are exact to 28 only
_TOKEN = re.compile(rf"{ARABIC}|[〇○零一二两俩三四五六七八九十百千万亿]")


def parse_number(text: str) -> Decimal | None:
    """The exact value of a numeral in Arabic digits, Chinese digits or both; None where it is vague or no numeral.

    None, too, for more than 24 digits.
    Full-width digits and spaces between digits and scale words are accepted. 一万二 reads as 12000, 半 as 0.5.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).replace("，", ",")
    if plain == "半":
        return Decimal("0.5")
    if len(plain) > _LONGEST:
        return None
    if "点" in plain:
        return _with_point(plain)
    tokens = _TOKEN.findall(plain)
    if not tokens or "".join(tokens) != plain:
        return None
    if len(tokens) > 1 and all(t in _DIGIT for t in tokens):
        return _positional(tokens)
    return _compound(tokens)


def _with_point(plain: str) -> Decimal | None:
    """三点五亿: digits after 点, then at most a scale word."""
    match = re.fullmatch(r"(.+)点([〇○零一二三四五六七八九]+)([万亿]*)", plain)
    whole = parse_number(match[1]) if match else None
    if match is None or whole is None:
        return None
    fraction = "".join(str(_DIGIT[c]) for c in match[2])
    return _plain(Decimal(f"{whole:f}.{fraction}") * _scale(match[3]))


def _scale(words: str) -> int:
    product = 1
    for char in words:
        product *= _LARGE[char]
    return product


def _positional(tokens: list[str]) -> Decimal | None:
    """二〇二二 digit by digit; 三四 (家) means three or four, so two or three digits without a zero have no value."""
    if len(tokens) < 4 and not {"〇", "零", "○"} & set(tokens):
        return None
    return _plain(Decimal("".join(str(_DIGIT[t]) for t in tokens)))


def _compound(tokens: list[str]) -> Decimal | None:
    total, section = Decimal(0), Decimal(0)  # what stands before the last 万 or 亿, and since
    current: Decimal | None = None  # the digits that no scale word has taken yet
    last, large = 1, 0  # the scale word last met, and the last of 万 and 亿
    zero = False
    for token in tokens:
        if token in _SMALL:
            section += (Decimal(1) if current is None else current) * _SMALL[token]
            current, last, zero = None, _SMALL[token], False
        elif token in _LARGE:
            scale = _LARGE[token]
            part = section + (current or 0)
            if scale > large:
                total = ((total + part) or Decimal(1)) * scale  # 一万亿
            elif scale < large:
                total += part * scale  # 三亿五千万
            else:
                return None
            section, current, last, large, zero = Decimal(0), None, scale, scale, False
        elif token in _DIGIT and _DIGIT[token] == 0:
            zero = True
        elif current is not None:
            return None
        else:
            current = Decimal(_DIGIT[token]) if token in _DIGIT else Decimal(token.replace(",", ""))
    if current is not None and tokens[-1] in _DIGIT and last > 10 and not zero:
        current *= last // 10  # 一万二 is 12000
    return _plain(total + section + (current or 0))


def _plain(value: Decimal) -> Decimal | None:
    """Without an exponent or zeros behind the point: 5300000000000.0 → 5300000000000. None for what is too large."""
    if value.adjusted() >= _MOST:
        return None
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def to_chinese(value: int) -> str:
    """A whole number from 0 to 10**16 - 1 in Chinese numerals: 36 → 三十六, 10500 → 一万零五百.

    Raises UsageError outside that range.
    """
    if not 0 <= value < 10**16:
        raise UsageError(f"no Chinese numeral for {value}")
    if value == 0:
        return "零"
    words = _group(value)
    return words[1:] if words.startswith("一十") else words


def _group(value: int) -> str:
    for scale, word in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= scale:
            head, rest = divmod(value, scale)
            gap = "零" if rest and rest < scale // 10 else ""
            return _group(head) + word + gap + (_group(rest) if rest else "")
    return _DIGITS[value]
