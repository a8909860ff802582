"""Names of people: what the tagger is sure of, what stands beside a title, bylines, foreign names with a middle dot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.extract.names.tagged import organization_class
from kg.model import Mention, Tag
from kg.nlp.lexicon import Lexicon

_HAN = r"[\u4e00-\u9fff]"
# Characters with which foreign names are usually spelt out; a run of them on either side of a middle dot is the name.
_SOUNDS = (
    "阿埃艾爱安昂敖奥澳巴白拜班邦保鲍北贝本比彼毕碧边宾滨波玻伯勃博卜布蔡茨查策察昌朝车彻茨次达大代戴黛丹当道德登邓迪底蒂第丁东冬杜顿多朵娥额厄恩尔法凡范方菲费芬丰冯弗佛夫福甫富"
    "盖甘冈高戈哥格葛根古瓜瓦圭贵果哈海汉豪赫黑亨洪胡华怀惠霍基吉季济加嘉贾简江姜杰金津京久居君卡凯坎康考科可克肯孔寇库夸奎昆拉莱来赖兰朗劳勒雷蕾莉离里理力丽利莲连良列林琳"
    "玲龙隆卢鲁路露伦罗洛吕律马玛迈麦曼茂梅美门蒙孟米密缅名明莫墨默姆木穆那纳娜乃奈南瑙内能尼妮年娘聂宁纽农努女诺欧帕派潘庞培佩彭皮匹平珀普奇齐启恰钱乔切钦琴青琼秋屈让热仁日荣"
    "茹儒瑞若撒萨赛三桑瑟森沙莎山珊尚舍圣什施石史舒丝思斯苏素索塔台泰坦汤唐陶特腾提天田铁廷通图托瓦娃万旺威韦维伟魏温文翁沃乌武伍西希锡席夏显香向肖谢辛欣幸雄休许旭雪逊雅亚延扬"
    "杨耶叶伊依易因殷英瑛尤由于约越泽扎詹珍真芝治中朱竹卓兹祖佐伽娅妲娣婕嫒埔堡塞奥姗弥宗巧巫帖彦扣措擦敏敦斐涅涛满潘瓒祝科穗笛缇胥艳芙芭苔茵茜荻菈莎萝葆蓓薇藤蜜衮裘詹迭逖邵"
    "郎酋钮锋隆雍霞颇驰麟黎齐贡祜禄尔其格买吾提江肉孜艾力合木拉图尔洪热孜万古玉素甫努尔沙吾列提巴特孟和苏日娜格桑次仁卓玛扎西旺堆曲珍波力赛江逊·"
)
_SOUND = "[" + "".join(sorted(set(_SOUNDS) - {"·"})) + "]"
_FOREIGN = re.compile(rf"{_SOUND}{{1,7}}(?:[·•‧]{_SOUND}{{1,8}}){{1,4}}")
# What may end up glued to such a run: a word before (副会长, 的, 名将) or a verb after.
_GLUED_LEFT = re.compile(
    r"^.*(?:长|将|人|员|家|席|任|书|师|监|的|和|与|由|授|手|事|官|理|者|商|民|代表|客|星|帅|旗)(?=.)"
)
_GLUED_RIGHT = re.compile(
    r"(?:称|说|曾|则|为|将|在|以|用|把|出|让|表|提|解|任|与|和|及|听|由|飞|跑|执|获|率|带|介|强|指|认|也|还|已|从|向|对|于)$"
)
_LATIN = re.compile(
    r"(?<![A-Za-z])[A-Z][a-zé]{1,12}(?: [A-Z]\.)?(?: (?:de |van |von )?[A-Z][a-zé]{1,14}){1,2}(?![A-Za-z])"
)
# 记者 陈杭 杜燕 / 记者张三、李四 / 摄影：王五 / 责任编辑：赵六: names follow, set apart by spaces or 、.
_BYLINE = re.compile(
    rf"(?:记者|通讯员|摄影|摄影师|责任编辑|责编|编辑|撰稿|作者|文/|图/|实习生|见习记者|特约记者|评论员)[:：\s]*"
    rf"({_HAN}(?: ?{_HAN}){{1,3}}(?:[、 　]{_HAN}(?: ?{_HAN}){{1,3}}){{0,5}})(?=[\s）)、，。,;；]|摄|报道|$|[A-Z])"
)
_PHOTO = re.compile(
    rf"(?:^|[。！？”\s　/])({_HAN}(?: ?{_HAN}){{1,2}}|{_HAN}{{2,4}})[ 　]?(?:摄|/摄|供图)(?=[。）)\s]|$)"
)


_SURE_TAG, _LIKELY_TAG = 0.75, 0.6  # of the frozen net's words that are read as a body and a person before a post
# Behind a name what no particle leads in.
_NO_PARTICLE = re.compile(
    r"院士|教授|先生|女士|博士|研究员|(?:出席|参加|表示|指出|认为|强调|介绍|说|主持|透露)(?!者|人)"
)
# A count behind a verb's last character is no given name: 设计成|一座“数字小镇”.
_COUNT = re.compile(r".[一两三][座场个批家届项条位种件款张]")


def _plausible(name: str, lexicon: Lexicon) -> bool:
    """Whether a Han string can be a Chinese person's name: a known surname and one or two more characters."""
    bare = re.sub(r"\s", "", name)
    if not 2 <= len(bare) <= 4 or bare in lexicon.words("not-people") or bare[:2] in lexicon.words("not-people"):
        return False
    if _COUNT.fullmatch(bare):
        return False
    double = bare[:2] in lexicon.surnames and len(bare) >= 3
    return double or (bare[0] in lexicon.surnames and len(bare) <= 3)


def _from_tags(tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    for tag in tags:
        if tag.label != "PER" or len(tag.text) < 2 or re.search(r"[·•‧]", tag.text):
            continue
        if (entry := lexicon.get(tag.text)) is not None and entry.type != "Person":
            continue
        chinese = _plausible(tag.text, lexicon)
        score = 0.9 if chinese and tag.score >= 0.6 else 0.8 if chinese else 0.7
        yield Mention(tag.start, tag.end, tag.text, "Person", "tagger", score)


def _split_byline(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The names in a byline's list. A single character beside a space belongs to a spaced-out name (贺 勇)."""
    parts = [(m.start() + start, m.end() + start) for m in re.finditer(rf"{_HAN}+", text[start:end])]
    at = 0
    while at < len(parts):
        first, last = parts[at]
        if last - first == 1 and at + 1 < len(parts) and parts[at + 1][1] - parts[at + 1][0] == 1:
            last = parts[at + 1][1]
            at += 1
        yield first, last
        at += 1


def _bylines(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    for match in _BYLINE.finditer(text):
        for start, end in _split_byline(text, match.start(1), match.end(1)):
            if text[end - 1] == "摄" and end - start > 2:
                end -= 1
            if _plausible(text[start:end], lexicon):
                yield Mention(start, end, text[start:end], "Person", "rule:byline", 0.95)
    for match in _PHOTO.finditer(text):
        if _plausible(match[1], lexicon):
            yield Mention(match.start(1), match.end(1), match[1], "Person", "rule:photo", 0.85)


def _beside_titles(text: str, titles: Sequence[Mention], tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    """A surname and one or two characters right after a title, ending where the tagger ends a word."""
    ends = {t.end for t in tags}
    verb_words = {t.start for t in tags if t.label in ("v", "vd", "ad", "d", "p", "c") and len(t.text) > 1}
    verbs = {t.start for t in tags if t.label in ("v", "vd", "d", "p", "w", "c", "ad")}
    said = frozenset("说称答问道指摄对将为在向从已曾则也和与是时率任获")
    for title in titles:
        start = title.end + (1 if text[title.end : title.end + 1] in (" ", "　") else 0)
        if start in verb_words:
            continue
        for length in (3, 2, 4):
            end = start + length
            name = text[start:end]
            if len(name) < length or not re.fullmatch(rf"{_HAN}+", name) or not _plausible(name, lexicon):
                continue
            if name[-1] in said and length > 2:
                continue
            if (
                name[-1] not in said
                and end in ends
                and (end in verbs or end >= len(text) or not re.match(_HAN, text[end]))
            ):
                yield Mention(start, end, name, "Person", "rule:title", 0.8)
                break


def _addressed(tags: Sequence[Tag], titles: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """People between the body and the post by which they are addressed: 甲大学|刘良|校长, 乙局|徐庆锋|局长."""
    posts = {title.start: title for title in titles}
    for body, tag in pairwise(tags):
        title = posts.get(tag.end)
        if tag.label != "PER" or title is None or tag.start != body.end or body.label not in ("ORG", "LOC"):
            continue
        if tag.score >= _SURE_TAG and body.score >= _LIKELY_TAG and _plausible(tag.text, lexicon):
            if body.label == "ORG":
                kind = organization_class(body.text, lexicon)
                yield Mention(body.start, body.end, body.text, kind, "rule:addressed", 0.9)
            yield Mention(tag.start, tag.end, tag.text, "Person", "rule:addressed", 0.95)
            yield replace(title, origin="rule:addressed", confidence=0.95)


def _with_particle(text: str, tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    """People whose name ends like a particle, where none can stand: 周忠和|院士, 洪大用|出席会议."""
    for tag in tags:
        if tag.label != "PER" or tag.score < _SURE_TAG or not _plausible(tag.text, lexicon):
            continue
        end = tag.end + (len(tag.text) == 2)
        if end - tag.start == 3 and text.startswith(("和", "用", "以"), end - 1) and _NO_PARTICLE.match(text, end):
            yield Mention(tag.start, end, text[tag.start : end], "Person", "rule:addressed", 0.95)


def _foreign(text: str, tags: Sequence[Tag]) -> Iterator[Mention]:
    """Spelt-out names with a middle dot; the tagger's own cut wins where it has one around the dot."""
    starts = {t.start for t in tags}
    ends = {t.end for t in tags}
    for match in _FOREIGN.finditer(text):
        start, end = match.span()
        first = match[0].find("·") + start if "·" in match[0] else start + 1
        inside = [s for s in starts if start < s < first]
        if start not in starts and inside:
            start = max(inside)
        last = max(text.rfind(dot, start, end) for dot in "·•‧")
        cuts = [e for e in ends if last + 1 < e < end]
        if end not in ends and cuts:
            end = min(cuts)
        glued = _GLUED_RIGHT.search(text[last + 1 : end])
        if glued and end - glued.start() and len(text[last + 1 : end]) > 2 and end not in ends:
            end -= 1
        if 3 <= end - start <= 20:
            yield Mention(start, end, text[start:end], "Person", "rule:foreign", 0.85)


def find_people(text: str, tags: Sequence[Tag], titles: Sequence[Mention], lexicon: Lexicon) -> Iterator[Mention]:
    """Candidates for people, overlapping ones included.

    商务部副部长王某介绍 → 王某; （记者 张三 李四） → 张三, 李四. Counter-example: 记者获悉 names nobody.
    """
    yield from _from_tags(tags, lexicon)
    yield from _bylines(text, lexicon)
    yield from _addressed(tags, titles, lexicon)
    yield from _with_particle(text, tags, lexicon)
    yield from _beside_titles(text, titles, tags, lexicon)
    yield from _foreign(text, tags)
    title_ends = {t.end for t in titles} | {t.end + 1 for t in titles}
    for match in _LATIN.finditer(text):
        if match.start() in title_ends:
            yield Mention(match.start(), match.end(), match[0], "Person", "rule:latin", 0.8)
