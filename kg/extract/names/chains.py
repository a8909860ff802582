"""The words of an article as the tagger cut them, and how far a name reaches to the left of its ending."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.model import Tag
from kg.nlp.lexicon import Found, Lexicon, Suffix

_NUMBER = r"[〇零一二三四五六七八九十百\d]{1,4}"
_EDITION_WORD = re.compile(rf"\d{{4}}(?:年度?)?|第?{_NUMBER}届|首届|第{_NUMBER}")
# Labels of words that may stand inside a name; verbs only from the list name-verbs.
_NOMINAL = frozenset(("n", "nr", "nz", "nw", "nt", "ns", "PER", "LOC", "ORG", "vn", "an", "f", "s"))
_SHORT = frozenset(("a", "j", "m", "q", "b"))
_SHORT_WORDS = re.compile(
    r"[新大小老东西南北中高双三全总国联海上天]|国际|环保|绿色|智慧|智能|低碳|数字|跨境|公共|民用|高新|古|新型|现代|传统|专业|综合|中小"
)
_LATIN = re.compile(r"[A-Za-z0-9.&+\-]+")
# A word that was cut out of a date: 16|日向|某国某集团.
_IN_DATE = re.compile(r"\d[年月日]")
_EVENT_JOINS = frozenset(("暨", "·", "—", "-", "–"))
# A person's name may open the name of these (王蒙文学奖, 鲁迅公园), not of a company.
_AFTER_PEOPLE = frozenset(("Event", "Venue", "Institution"))


class Chains:
    """Words with the known names laid over them; built once for an article."""

    def __init__(self, text: str, tags: Sequence[Tag], known: Sequence[Found], lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.words = tuple(tags)
        self.tags_at = {t.start: t for t in tags}
        self.org_ends = frozenset(t.end for t in tags if t.label == "ORG")
        self._ends = [w.end for w in self.words]
        self._known = {f.end: f for f in known}
        self._kinds = lexicon.words("kind-words")
        self._verbs = lexicon.words("name-verbs")

    def index_at(self, offset: int) -> int:
        """The index of the word that holds the character before `offset`."""
        return bisect_left(self._ends, offset)

    def word_at(self, offset: int) -> Tag | None:
        """The word that holds the character before `offset`."""
        index = self.index_at(offset)
        return self.words[index] if index < len(self.words) else None

    def _admits(self, word: Tag, kind: str) -> bool:
        if word.text in self._kinds:
            return False
        if kind == "Event" and (_EDITION_WORD.fullmatch(word.text) or word.text in _EVENT_JOINS):
            return True
        if word.label in _NOMINAL or word.text in self._verbs:
            return word.label != "PER" or len(word.text) == 1 or kind in _AFTER_PEOPLE
        if _LATIN.fullmatch(word.text) and word.text != "+":
            return True
        return word.label in _SHORT and len(word.text) <= 2 and bool(_SHORT_WORDS.fullmatch(word.text))

    def _bracket(self, edge: int, kind: str, floor: int) -> int:
        """Where a parenthesis that ends at `edge` opens if it belongs to a name (（厦门）, （集团）), else `edge`."""
        opening = max(self.text.rfind("（", floor, edge), self.text.rfind("(", floor, edge))
        inner = self.text[opening + 1 : edge - 1] if opening >= 0 else ""
        entry = self.lexicon.get(inner)
        place = entry is not None and entry.type == "AdministrativeArea"
        company = kind == "Company" and (inner in ("集团", "控股") or 0 < len(inner) <= 4)
        return opening if inner and (place or company) else edge

    def _step(self, edge: int, kind: str, floor: int) -> int:
        """The next edge to the left of `edge`; `edge` itself where the name begins."""
        known = self._known.get(edge)
        if known is not None and known.start >= floor:
            return edge if known.entry.type == "Person" else known.start
        if kind in ("Company", "Event") and self.text[edge - 1] in "）)":
            return self._bracket(edge, kind, floor)
        word = self.word_at(edge)
        if word is None or word.end != edge or word.start < floor or not self._admits(word, kind):
            return edge
        if kind != "Event" and _IN_DATE.match(self.text, max(0, word.start - 1), edge):
            return edge
        return word.start

    def left_edge(self, suffix_start: int, kind: str, floor: int) -> int:
        """How far to the left the name ending in a suffix at `suffix_start` reaches (article offset, ≥ floor)."""
        edge = suffix_start
        word = self.word_at(suffix_start) if suffix_start > floor else None
        if word is not None and word.start < suffix_start < word.end:
            if not self._admits(word, kind) and word.label not in ("v", "a", "d", "j", "m"):
                return edge
            edge = max(word.start, floor)
        while edge > floor:
            further = self._step(edge, kind, floor)
            if further == edge:
                break
            edge = further
        return edge

    def goes_on(self, end: int) -> bool:
        """Whether the noun phrase goes on behind `end` (国际邮轮|母港): what ends there is only its first part."""
        word = self.word_at(end + 1)
        return word is not None and word.start == end and word.label in ("n", "nz", "ns", "nt", "vn", "s")

    def opening(self, start: int, end: int, *kinds: str) -> int:
        """Where the longest known name of these classes that opens `start..end` ends; `start` if there is none."""
        found = self.lexicon.opening(self.text, start, end, *kinds)
        return found[1] if found is not None else start


def suffix_at(text: str, end: int, lexicon: Lexicon, floor: int) -> Suffix | None:
    """The longest listed ending that closes at `end`."""
    for length in lexicon.suffix_lengths.get(text[end - 1 : end], ()) if end > floor else ():
        found = lexicon.suffix_types.get(text[end - length : end]) if length <= end - floor else None
        if found is not None:
            return found
    return None


def ends_in_fair(name: str, lexicon: Lexicon) -> bool:
    """Whether a known fair's name closes a longer span (云上|服贸会), which then names no body and no place."""
    for at in range(1, len(name) - 2):
        tail = lexicon.get(name[at:])
        if tail is not None and tail.type == "EventSeries":
            return True
    return False


# The particle before a verb and its noun (甲科技|所提供的服务), which looks like the ending of an institute's name.
_RELATIVE = re.compile(r"[\u4e00-\u9fff]{2,4}的")


def before_particle(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the name ends if its last letter is the particle 所 (甲科技所提供的 → 甲科技; 乙研究所提供的 stays)."""
    if text[end - 1] != "所" or end - start < 3 or not _RELATIVE.match(text, end):
        return end
    suffix = suffix_at(text, end, lexicon, start)
    return end - 1 if suffix is None or len(suffix.text) == 1 else end


def is_telling(stem: str, lexicon: Lexicon) -> bool:
    """Whether what stands before an ending names something rather than describing a kind.

    海岛咖啡(博览会) → yes; 高峰(论坛), 有关(公司), 行业(协会) → no.
    """
    generic = lexicon.words("generic-words")
    rest = stem
    while rest:
        piece = next((rest[:n] for n in (4, 3, 2, 1) if rest[:n] in generic), "")
        if not piece:
            return len(rest) >= 2 or len(stem) >= 4
        rest = rest[len(piece) :]
    return False


# A reach at the head of a name is a sign that it is one.
SCOPE = re.compile(
    r"(?:国际|全国|中国|世界|全球|亚洲|亚太|欧洲|东盟|中外|海峡|两岸|[华西东南北中][部北南东西]?[部方]?|长三角|京津冀|粤港澳"
    r"|大湾区|全省|全市|.{0,3}杯)"
)
# Words in whose end a one-character ending (展, 节, 处, 部) only seems to stand.
FALSE_END = re.compile(
    r"(?:发展|开展|进展|扩展|拓展|施展|伸展|参展|布展|设展|观展|办展|筹展|环节|细节|季节|情节|过节|各处|四处|到处|用处|内部|外部"
    r"|全部|局部|一部)$"
)
