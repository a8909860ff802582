"""Who said what, as far as words alone show it: quotation marks, verbs of saying, the units of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["clause", "comma", "colon", "tell", "act"]

# Verbs after which what is said follows at once or after a comma or colon: 某某表示不申请听证; 某某认为，….
CLAUSE = (
    "说", "表示", "称", "认为", "指出", "强调", "透露", "坦言", "直言", "承认", "澄清", "坚称", "声称", "宣称",
    "笑称", "笑言", "辩称", "诉称", "主张", "坦承", "断言", "重申", "感慨", "感叹", "坚信", "相信", "希望", "建议",
    "承诺", "呼吁", "自称", "谎称", "戏称", "声明",
)  # fmt: skip
# Verbs that take a plain object as well, so that only a comma or a colon shows that words follow: 某某介绍，….
COMMA = (
    "介绍", "解释", "回应", "回答", "答复", "答", "补充", "分析", "评价", "总结", "提醒", "宣布", "通报", "预计",
    "预测", "披露", "提示", "解读", "证实", "确认", "回忆", "谈到", "提到", "写道", "写", "反问", "追问", "问",
    "道", "喊", "喊道", "调侃", "打趣", "自嘲", "苦笑", "表态", "警告", "判断", "估计", "推测", "抱怨", "质疑",
    "反驳", "叮嘱", "嘱咐", "寄语", "插话", "发言", "点评", "评论", "谈", "描述", "自述", "汇报", "发问", "测算",
    "认定", "剧透", "爆料", "纠正", "打了个比方", "打个比方", "算了一笔账", "算了笔账", "算过账", "看来",
    "开场白是",
)  # fmt: skip
# The same for people alone: of an organization these tell an act, not words (公司公告，拟收购….).
PERSONAL = ("宣布", "公告", "承诺", "希望", "建议", "呼吁", "主张", "相信")
# After these only a colon does: 某某算了一笔账：….
COLON = (
    "账", "比方", "一句", "判断", "理由", "看法", "观点", "经验", "感受", "例子", "进展", "情况", "做法", "变化",
    "异议", "个字", "说法",
)  # fmt: skip
# After a whole quotation these tell whose it was: “…。”某某向大会致贺信。
ACT = (
    "如是说", "开场白", "贺信", "致信", "来信", "题词", "批示", "祝酒", "发言", "说法", "回答", "心声", "感言",
    "体会", "比喻", "形容", "分析", "总结",
)  # fmt: skip

_NOT_BEFORE = r"(?<![小传学据虽听胡劝游演众解来话有])(?<!按理)"
_SAY = _NOT_BEFORE + r"说(?![明法服到起出不得完唱教谎辞客]|是非|了算|这话|这番话|此话)"
_CALL = r"(?<![名简下统人又俗旧原职堪号全别对匀昵代尊爱并可被网所通据总合])称(?![为作之号呼赞职道霸重]|其为|得上)"
_CLAUSE_WORDS = "|".join(
    {"说": _SAY, "称": _CALL, "认为": r"(?<!被)(?<!普遍)认为"}.get(v, v)
    for v in sorted(CLAUSE, key=lambda v: (-len(v), v))
)
# One character is easily the end of another word: 顾问, 报道, 编写, 洽谈.
_SINGLE = {
    "问": r"(?<![顾访慰学疑请])问", "道": r"(?<![报通街频轨渠知味管车航赛河跑])道", "写": r"(?<![编撰改描缩])写",
    "谈": r"(?<![洽访座会面商])谈", "答": r"(?<![问解])答",
}  # fmt: skip
_COMMA_WORDS = "|".join(_SINGLE.get(v, v) for v in sorted({*COMMA, *PERSONAL}, key=lambda v: (-len(v), v)))
_PLAIN = (
    r"(?!祝贺|热烈|衷心|感谢|谢意|欢迎|哀悼|慰问|敬意|满意|关注|遗憾|理解|赞赏|反对|不满|同情|愤怒|歉意|肯定"
    r"|[了过着的者方书]|自己的)"
)
_VERBS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("tell", re.compile(r"(?:告诉|告知|叮嘱|告诫|提醒|回应)[^，。：；“”]{1,16}(?=[，：:]|“)")),
    ("clause", re.compile(rf"(?:{_CLAUSE_WORDS})(?:说|道|称)?{_PLAIN}")),
    ("comma", re.compile(rf"(?<!据)(?:{_COMMA_WORDS})(?:说|道|称|到)?(?=[，：:“,])")),
    ("colon", re.compile(rf"(?:{'|'.join(COLON)})[^，。；：“”]{{0,8}}(?=[：:]|——)")),
    ("act", re.compile(rf"(?:{'|'.join(ACT)})(?=[^，。]{{0,4}}[。！]|$)")),
)
_NEGATED = re.compile(r"(?:没有|没|未|不|并未|不曾|拒绝|从未|无法|不愿|难以)[^，。]{0,3}$")

_PAIRS = {"“": "”", "「": "」", "『": "』", '"': '"'}
_STOPS = "。！？!?…"
MASK = "□"


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch in quotation marks: `start..end` with the marks, `inner_start..inner_end` without."""

    start: int
    end: int
    inner_start: int
    inner_end: int


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of saying at `start..end`; `kind` says how what is said joins it."""

    start: int
    end: int
    kind: Kind


def find_quotes(text: str, start: int, end: int) -> tuple[Quote, ...]:
    """The outermost quotations of `text[start:end]`, in order.

    One left open runs to the end if it begins the paragraph (the next one goes on with it), else its mark is ignored.
    他说：“‘甲’和“乙”都去。” holds one. Straight marks pair up in turn.
    """
    quotes: list[Quote] = []
    at = start
    while at < end:
        opening = text[at]
        if opening not in _PAIRS:
            at += 1
            continue
        close = _closing(text, at, end)
        if close:
            quotes.append(Quote(at, close, at + 1, close - 1))
        elif not text[start:at].strip():
            quotes.append(Quote(at, end, at + 1, end))
        at = close or at + 1
    return tuple(quotes)


def _closing(text: str, at: int, end: int) -> int:
    """Where the quotation that opens at `at` ends, after its mark; 0 where it does not."""
    opening, closing = text[at], _PAIRS[text[at]]
    depth = 0
    for i in range(at, end):
        if text[i] == closing and (depth or i > at) and (opening != closing or i > at):
            depth -= 1
            if depth <= 0:
                return i + 1
        elif text[i] == opening:
            depth += 1
    return 0


def mask(text: str, start: int, end: int, quotes: Sequence[Quote]) -> str:
    """`text[start:end]` with what stands in quotation marks blotted out, same length."""
    out = list(text[start:end])
    for q in quotes:
        out[q.inner_start - start : q.inner_end - start] = MASK * (q.inner_end - q.inner_start)
    return "".join(out)


def find_units(text: str, start: int, end: int, quotes: Sequence[Quote]) -> tuple[tuple[int, int], ...]:
    """Cut a paragraph at its stops outside quotations, and after a quotation that is a sentence of its own.

    “甲。”某某说，“乙。” → “甲。” | 某某说，“乙。”
    Counter-example: 被称作“甲！”的展会 is not cut.
    """
    cuts: list[int] = []
    masked = mask(text, start, end, quotes)
    for match in re.finditer(rf"[{_STOPS}]+[)）]?", masked):
        cuts.append(start + match.end())
    for q in quotes:
        whole = text[q.inner_end - 1 : q.inner_end] in _STOPS if q.inner_end > q.inner_start else False
        opens = q.start == start or text[q.start - 1] in "，：:,。！？!?” " or q.start in cuts
        if whole and opens and text[q.end : q.end + 1] not in {"，", "、", "；", "的", "。"}:
            cuts.append(q.end)
    bounds = sorted({start, *(c for c in cuts if c <= end), end})
    return tuple((a, b) for a, b in pairwise(bounds) if text[a:b].strip())


def find_verbs(masked: str) -> Iterator[Verb]:
    """The verbs of saying of a masked unit in order, none inside another; negated ones left out.

    某某告诉记者，…: tell. 某某表示不申请听证: clause. 某某介绍，…: comma. Counter-example: 小说, 简称, 介绍了.
    """
    found: list[Verb] = []
    for kind, pattern in _VERBS:
        for m in pattern.finditer(masked):
            free = all(m.end() <= v.start or v.end <= m.start() for v in found)
            if free and not _NEGATED.search(masked[max(0, m.start() - 6) : m.start()]):
                found.append(Verb(m.start(), m.end(), kind))
    yield from sorted(found, key=lambda v: v.start)
