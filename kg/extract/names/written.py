"""What no name is written like: program code, addresses, phrases, bare figures."""

from __future__ import annotations

import re

from kg.model import Mention
from kg.nlp.classes import family
from kg.nlp.lexicon import Lexicon

# Signs of mark-up, code and tables: nothing is called like that. The others stand in titles: 给那99%的人, 从C#开始.
_CODE = re.compile(r"[<>{}\\|^~`_$;\t←-↕─-▟]|::|->")
_SIGNS = re.compile(r"[\[\]=#@%*]|[(（][^)）]*$|^[^(（]*[)）]|\(\)")
_ADDRESS = re.compile(
    r"://|\bwww\.|[A-Za-z0-9]/[A-Za-z0-9.]*/|\.(?:html?|php|jsp|aspx?|txt|exe|css|png|jpe?g|gif)\b", re.I
)
# 第2.5.3节 of a handbook, 第三节 of a match.
_ORDINAL = re.compile(r"第[\d.一二三四五六七八九十百零]+[章节条款页回]")
# 某某（左四）, 外长女士: a place in a picture, a form of address.
_NO_PERSON = re.compile(
    r"话..|工业|[左右前后中][起数]?[一二三四五六七八九十]|女士|先生|同志|小姐|老师|之日[止起]?|贺[信电词函]|唁电|.(?:大使|总领事|公使|参赞)"
)
# Two countries at once, and what towns are called besides: 中苏友好, 泉城济南.
_NO_AREA = re.compile(
    r"中[美俄法英德日韩苏印越老泰缅菲柬蒙朝巴意西葡荷瑞澳新加欧非阿拉埃南]|[美俄日韩朝印德法英欧]中|[美俄日韩朝][美俄日韩朝]"
    r"|(?:美丽)?[泉羊蓉江冰春星榕鹏石花山申甬渝]城|泉城|鹭岛|岛城|古都|首都|.{0,4}水乡"
)
# Some of a kind, or a verb before one: 上百家出版社, 传达总局.
_NO_BODY = re.compile(
    r"(?:^.{2,}(?:事业|经济|社会|教育|文化|科技|产业)发展|.{2,}[部处科]室|[一二两三四五六七八九十]+[省市县区州旗](?:人民)?政府)$"
    r"|(?:[上数几近]?[百千]|\d|[两三四五六七八九十]|多)[余多]?[家所](?!.{0,2}[店庄村镇口寨屯湾])|(?:长|书记|主席|经理)代表|^(?:传达|宣读|邀请|按照|根据)|..以及..|同志$|^(?:一流|知名|著名|顶级|众多|各大)"
    r"|^[两三四五六七八九十]+大(?:会计师|整车|医疗器械|快递|货代|银行|运营商|航空|石油|电信|国有|矿业|互联网|电商|车企|券商|保险)"
)
_FIRST_SHOWN = re.compile(r"(?:首发|首秀|首展)$")  # “中国首秀”产品
# A body's own assemblies, none of which has a name: 某分公司干部大会. What money is raised in: Pre-IPO轮.
_ASSEMBLY = re.compile(r"[^第\d]*(?:干部|职工|员工|股东|党员|动员|总结|表彰|部署|推进|誓师|讲评)大会")
_SEVERAL = re.compile(r"(?<!第)[两三四五六七八九十]大[\u4e00-\u9fff]{2,5}[节展会赛]$")  # 欧洲三大电影节
_SUMMED = re.compile(r"[两三四五六七八九十]大[\u4e00-\u9fff]{2,4}$")  # 甲公园、乙公园五大公园
_ROUND = re.compile(r"Pre-?[A-Z]{1,3}\+?|[A-Z]\+", re.I)
_NO_POST = frozenset(("党委", "党组", "纪委"))
# Who stands for a kind of people, or wrote a paper, holds no post: 裁判员代表, 通讯作者.
_NO_OFFICE = re.compile(
    r"(?:运动员|裁判员|教练员|学生|教师|师生|企业|家长|群众|居民|村民|职工|员工|市民|游客|志愿者|青年|校友|获奖者|党员|客商"
    r"|参展商|消费者|读者|观众|业主|新生|毕业生|家属|嘉宾|选手|参赛者|农民|商户)代表|(?:通讯|共同通讯|第一|共同第一)作者"
)
_SEAT = re.compile(r"(?:全国政协|全国人大(?:常委会)?)(?=..)")  # 全国政协|委员: a body and a post
_SMALL = frozenset(("of", "the", "and", "for", "in", "on", "at", "to", "by", "de", "la", "le", "du", "von", "van"))
# A day of the calendar is no event: 2026年春节, 国庆黄金周.
HOLIDAY = re.compile(
    r"(?:(?:19|20)\d{2}年)?(?:春节|国庆节?|中秋节?|五一|“五一”|端午节?|元旦|清明节?|元宵节?|除夕|劳动节)(?:假期|黄金周|长假)?"
)
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
    if mention.type == "Person" and _NO_PERSON.fullmatch(text):
        return False
    if mention.type == "AdministrativeArea" and _NO_AREA.fullmatch(text):
        return False
    if family(mention.type) == "Organization" and _NO_BODY.search(text):
        return False
    if mention.type == "Event" and (_ASSEMBLY.fullmatch(text) or _SEVERAL.search(text)):
        return False
    if mention.type in ("Event", "EventSeries") and HOLIDAY.fullmatch(text):
        return False
    if mention.type == "Product" and _ROUND.fullmatch(text):
        return False
    if mention.type == "Venue" and _SUMMED.search(text):
        return False
    if mention.type in ("Product", "Event") and _FIRST_SHOWN.search(text):
        return False
    if mention.type == "Title" and (text in _NO_POST or _SEAT.match(text) or _NO_OFFICE.fullmatch(text)):
        return False
    if _CODE.search(text) or _ADDRESS.search(text):
        return False
    return mention.type == "Work" or not (_SIGNS.search(text) or _ORDINAL.fullmatch(text) or _is_prose(text))


def _is_prose(text: str) -> bool:
    """Whether words in Latin letters are a phrase: most are written small. display modes: yes; vivo X30 Pro: no."""
    if not text.isascii():
        return False
    words = [word for word in text.split() if word not in _SMALL]
    return len(words) > 1 and sum(word[0].islower() for word in words) * 2 > len(words)
