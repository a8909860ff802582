"""What no name is written like: program code, addresses, phrases, bare figures."""

from __future__ import annotations

import re

from kg.model import Mention
from kg.nlp.lexicon import Lexicon

# Signs of mark-up, code and tables: nothing is called like that. The others stand in titles: 给那99%的人, 从C#开始.
_CODE = re.compile(r"[<>{}\\|^~`_$;\t←-↕─-▟]|::|->")
_SIGNS = re.compile(r"[\[\]=#@%*]|[(（][^)）]*$|^[^(（]*[)）]|\(\)")
_ADDRESS = re.compile(
    r"://|\bwww\.|[A-Za-z0-9]/[A-Za-z0-9.]*/|\.(?:html?|php|jsp|aspx?|txt|exe|css|png|jpe?g|gif)\b", re.I
)
# 第2.5.3节 of a handbook, 第三节 of a match.
_ORDINAL = re.compile(r"第[\d.一二三四五六七八九十百零]+[章节条款页回]")
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "at", "to", "by", "de", "la", "le", "du", "von", "van"))
_WORD = re.compile(r"[^\W\d_]")
# Films and books are called by years (《1921》); what else is called by a figure is a short one.
_FIGURE_NAMES = frozenset(("Work", "Product"))
_LONGEST_FIGURE = 5


def is_written_as_name(mention: Mention, lexicon: Lexicon) -> bool:
    """Whether a candidate has the letters and signs of a name. More signs stand in the title of a work.

    AT&T, 华海（厦门）公司, 《1921》: yes. redis.get(, %Y-%m-%d, user_name, www.a.example, 000667 as a company: no.
    """
    text = mention.text
    if lexicon.get(text) is not None:
        return True
    if not _WORD.search(text):
        return mention.type in _FIGURE_NAMES and len(text) <= _LONGEST_FIGURE
    if _CODE.search(text) or _ADDRESS.search(text):
        return False
    return mention.type == "Work" or not (_SIGNS.search(text) or _ORDINAL.fullmatch(text) or _is_prose(text))


def _is_prose(text: str) -> bool:
    """Whether words in Latin letters are a phrase: most are written small. display modes: yes; vivo X30 Pro: no."""
    if not text.isascii():
        return False
    words = [word for word in text.split() if word not in _SMALL]
    return len(words) > 1 and sum(word[0].islower() for word in words) * 2 > len(words)
