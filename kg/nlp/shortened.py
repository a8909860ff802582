"""Whether one name of an article is short for another: 皓宇 for 皓宇通信, 市卫健委 for 湖湾市卫生健康委员会.

What is asked is no more than whether the letters can be read so; that an article has one such full name, and both of
the same class, is for the caller to see. Counter-examples: 商务部 for 商务部服贸司, 中国银行 for 中国建设银行.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kg.nlp.lexicon import Lexicon
from kg.nlp.shortname import LEGAL_FORM, is_trade

# A part or branch of what the short name names; a name with such an ending is not the same thing's.
_UNIT = re.compile(
    r"(?:(?<!俱乐)部|(?<!公)司|局|处|科|系|(?<!工作)室|办|(?<!剧)院|(?<!事务)所|队|委|组|站|段|中心|学校|[附小中]学|大学|分校|分会|分社|分店|支行|分行|分公司|子公司|工会|党委|事业群|BG|BU"
    r"|金融|财务|租赁|保险|物业|基金|基金会|研究会|校友会|青训营|联盟|联合体|委员会|志愿者|旗舰店|门店|工厂|基地)"
    r"(?:有限公司|股份有限公司|有限责任公司|公司)?$"
)
# Names that are whole as they stand: what follows one is a part of it, unless it is a legal form.
_WHOLE = re.compile(
    r"(?:大学|学院|学校|中学|小学|医院|银行|政府|法院|检察院|[^内]部|[厅局署委司办处所院室会科系]|集团|公司|联盟|联合体|中心|电视台|报|报社|通讯社|出版社"
    r"|基金|社|俱乐部|队)$"
)
_LEGAL = re.compile(r"(?:集团|股份|有限|责任|控股|国际|总?公司|总(?!公司))+$")
_BRACKETED = re.compile(r"[（(][^（）()]{1,10}[）)]")
_LEVEL = re.compile(r"^([\u4e00-\u9fff]{1,12}?)(?:自治)?(省|市|县|区|州|旗|镇)(?=[\u4e00-\u9fff]{2})")
# Of these there are several whose names differ by such words: 清江大学 and 清江理工大学.
_KIND = re.compile(r"(?:大学|学院|医院|银行|中学|小学|学校)$")
_TEAM = re.compile(r"(战队|女足|男足|女篮|男篮|女排|男排|队)$")
_QUOTED = re.compile("[“‘《]([^”’》]{2,12})[”’》]")
_CLUB = re.compile(r"(?:俱乐部|队|女足|男足|女篮|男篮|女排|男排)$")
# What a venue is called by its own name without: 九里 for 九里货场, but 文昌阁站 is not 文昌阁.
_HOUSES = frozenset(("货场", "遗址", "景区", "书店", "剧场", "茶馆", "酒店", "客栈", "民宿", "饭店", "宾馆"))
_LEVELS = frozenset("省市县区州旗镇")
_LITTLE = frozenset("和与及暨之的、·第") | _LEVELS
_PASSED = frozenset(
    ("人民", "国际", "全国", "国家", "世界", "全球", "中国", "国有", "有限", "责任", "股份", "有限公司", "公司", "集团")
)


def shortens(short: str, full: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether `short` can be read as short for the organization `full`, which is made of `words`.

    汕头轨交 is short for 汕头轨道交通集团. Counter-example: 市教育局 is not for 市教育基金会.
    """
    if not 2 <= len(short) < len(full) or _says_little(short, lexicon):
        return False
    bare = _BRACKETED.sub("", full)
    length = _place(bare, lexicon)
    rest = bare[length:] if length else ""
    for name in (bare, rest):
        if name.startswith(short) and name != short:
            return _begins(short, name)
    if _ends(short, bare, length) or _team(short, bare):
        return True
    if short[0] in _LEVELS:
        at = bare.find(short[0], 0, len(bare) - 2) + 1
        own = bare[at:]
        return (
            at > 0 and len(short) > 2 and (short[1:] == own or contracts(short[1:], _words_of(own, words), office=True))
        )
    if contracts(short, _words_of(bare, words)):
        return True
    return bool(rest) and len(short) >= 3 and contracts(short, _words_of(rest, words))


def shortens_event(short: str, full: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether `short` can be read as short for the event `full` (both without year and ordinal).

    环祁连 for 环祁连公路自行车赛 is not read so, 渔获节 is for 石浦渔获节, 雪鹿杯 for “雪鹿杯”越野滑雪接力.
    Counter-example: 海岛咖啡节 is not for 海岛咖啡节开幕式.
    """
    if not 2 <= len(short) < len(full) or _says_little(short, lexicon):
        return False
    quoted = _QUOTED.match(full)
    if (quoted and short == quoted[1]) or full.startswith((f"{short}——", f"{short}：", f"{short}·")):
        return True
    bare = re.sub("[“”《》‘’]", "", full)
    if bare.endswith(short) and bare != short:
        return len(short) >= 3
    length = _place(bare, lexicon)
    names = [(bare, words)] + ([(bare[length:], _words_of(bare[length:], words))] if length else [])
    return len(short) >= 3 and any(contracts(short, _words_of(name, parts)) for name, parts in names)


def shortens_venue(short: str, full: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether `short` can be read as short for the venue `full`: 电影宫 for 平遥电影宫, 九里 for 九里货场.

    Counter-example: 国家会议中心 is not for 国家会议中心二期.
    """
    if not 2 <= len(short) < len(full) or _says_little(short, lexicon):
        return False
    if full.endswith(short):
        return len(short) >= 3 or not short[0].isascii()
    if full.startswith(short):
        return full[len(short) :] in _HOUSES
    length = _place(full, lexicon)
    return len(short) >= 3 and any(
        contracts(short, _words_of(name, words)) for name in (full, full[length:]) if len(name) > len(short)
    )


def shortens_product(short: str, full: str, words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether `short` can be read as short for the product `full`: 巨川 for 幕光·巨川, SR20 for 松江SR20."""
    head = full.removesuffix(short).rstrip()
    if head == full or not head or _says_little(short, lexicon):
        return False
    code = short[0].isascii() and any(c.isdigit() for c in short) and not (head[-1].isascii() and head[-1].isalnum())
    return head[-1] in "·•‧" or code


def _says_little(short: str, lexicon: Lexicon) -> bool:
    """Whether a name is a known one of its own, or an everyday word (公司, 协会)."""
    everyday = ("generic-words", "kind-words")
    return lexicon.get(short) is not None or any(short in lexicon.words(group) for group in everyday)


def _place(name: str, lexicon: Lexicon) -> int:
    """How many letters of the name are the place before it: 2 of 上海申泰电缆厂, 3 of 湖湾市民政局."""
    found = lexicon.opening(name, 0, len(name) - 2, "AdministrativeArea")
    if found is None:
        level = _LEVEL.match(name)
        return level.end() if level else 0
    return found[1] + (name[found[1]] in _LEVELS)


def _begins(short: str, full: str) -> bool:
    """皓宇|通信, 昆岭|精密制造有限公司; not 商务部|服贸司, 快马汽车|金融有限公司."""
    tail = full[len(short) :]
    if not full.startswith(short) or not tail:
        return False
    if short[-1].isascii() and short[-1].isalnum():
        return not (tail[0].isascii() and tail[0].isalnum())
    if _LEGAL.fullmatch(tail):
        return True
    if _UNIT.search(tail) or _WHOLE.search(short):
        return False
    return is_trade(LEGAL_FORM.sub("", tail)) or not is_trade(short[-2:])


def _ends(short: str, full: str, place: int) -> bool:
    """江阴市|钓鱼协会, 北江师范大学|外国语学院; short names of two letters end too many."""
    head = full.removesuffix(short)
    if head == full or len(short) < 3 or short[0].isascii():
        return False
    return len(head) == place or bool(_WHOLE.search(head))


def _team(short: str, full: str) -> bool:
    """鹤城队 is 齐齐哈尔鹤城冰球俱乐部, 昆仑队 国家隧道应急救援昆仑队."""
    stem = _TEAM.sub("", short)
    return 2 <= len(stem) < len(short) and stem in full and bool(_CLUB.search(full))


def _words_of(name: str, words: Sequence[str]) -> list[str]:
    """The words as they stand in the end of the name."""
    found: list[str] = []
    left = len(name)
    for word in reversed(words):
        if left <= 0:
            break
        part = name[max(0, left - len(word)) : left]
        if not word.endswith(part):
            return [name[:left], *found]
        found.insert(0, part)
        left -= len(part)
    return ([name[:left]] if left else []) + found


def contracts(short: str, words: Sequence[str], *, office: bool = False) -> bool:
    """Whether `short` is read off the words in order, of each its beginning, from the first to the last.

    卫健委 from 卫生|健康|委员会, 消协 from 消费者|协会, 检察院 from 人民|检察院. Where nothing is shortened, only words
    that tell nothing may be left out, of an `office` those of its field too (交通局 from 交通|运输|局), or all between
    the first and the last (小满|基金会). Counter-examples: 教育局 from 教育|基金会, 服务峰会 from 服务|企业家|峰会.
    """
    names = [part for word in words if word not in _LITTLE for part in _halves(word)]
    while len(names) > 2 and _LEGAL.fullmatch(names[-1]) and not short.endswith(names[-1]):
        names.pop()
    while len(names) > 1 and names[0] in _PASSED and not short.startswith(names[0][0]):
        names.pop(0)
    if "".join(names) == short:
        return True
    if not 1 < len(short) < sum(map(len, names)) or len(names) < 2:
        return False
    if len(names[0]) > 1 and short == names[0] + names[-1]:
        return names[0] not in _PASSED and not _KIND.search(short)
    company = office or _LEGAL.fullmatch(names[-1]) is not None or is_trade(names[-1])

    @cache
    def reads(word: int, at: int, passed: int, cut: bool) -> bool:
        if at == len(short):
            return word == len(names) and (cut or passed == 0)
        if word == len(names):
            return False
        name, last = names[word], word == len(names) - 1
        for taken in _pieces(name, short, at, last):
            if reads(word + 1, at + taken, passed, cut or taken < len(name)):
                return True
        if word == 0 or last:
            return False
        light = name in _PASSED or (company and is_trade(name))
        return passed < 2 and reads(word + 1, at, passed + (not light), cut)

    return reads(0, 0, 0, False)


def _halves(word: str) -> list[str]:
    """轨道交通 → 轨道, 交通; 人民法院 → 人民, 法院; 交通运输局 → 交通, 运输, 局."""
    if len(word) == 5 and word[-1] in "局厅部委会院所":
        return [word[:2], word[2:4], word[4:]]
    return [word[:2], word[2:]] if len(word) == 4 or (word.startswith("人民") and len(word) > 3) else [word]


def _pieces(name: str, short: str, at: int, last: bool) -> list[int]:
    """How many letters of `short` from `at` can be read off a word: its beginning, its first and last, its last."""
    lengths = {n for n in range(1, len(name) + 1) if short.startswith(name[:n], at)}
    if len(name) > 2 and short.startswith(name[0] + name[-1], at):
        lengths.add(2)
    if last and len(name) > 1 and short[at:] == name[-1] != "委":
        lengths.add(1)
    return sorted(lengths, reverse=True)
