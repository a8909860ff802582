"""Names as keys: what makes two names the same, and which names say too little to identify anything."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.identity import fold

# Three Latin letters (UPS) or two ideographs (工体) are the least that a short form needs: shorter ones (京, 5G, AI)
# are common words of many articles.
MIN_HAN = 2
MIN_LATIN = 3

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMBERED_PART = re.compile(
    r"[零一二两三四五六七八九十百〇]+(?=号(?:[馆厅楼门院场]|展馆|展厅|航站楼))|(?<=第)[零一二三四五六七八九十百〇]+(?=中学|小学|医院|师|军)"
    r"|[一二三四五六七八九][零〇一二三四五六七八九]{2}(?=中学|医院)"
)
_UNITS = {"十": 10, "百": 100}
_ORDINAL = re.compile(r"第([零〇一二两三四五六七八九十百]+)(?=[届次期回])")
_YEAR = re.compile(r"((?:19|20)\d\d)年")
_COUNT = r"(?:第[\d零〇一二两三四五六七八九十百]+[届次期回]|首届|首次|本届|上届)?"
# 2024年年会 has the key 2024年会: both readings of 年 are tried.
_COUNTED = (re.compile(rf"^(?:(?:19|20)\d\d年度?)?{_COUNT}"), re.compile(rf"^(?:(?:19|20)\d\d)?{_COUNT}"))
_NUMBERED = re.compile(r"第\d+[届次期回]|首届|(?:19|20)\d\d|^(?:中共|党的)?[一二三四五六七八九十]{1,3}大$|^\d+大$")
_AREA_SUFFIX = re.compile(r"(?:壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治区|省|市)$")
_HAN = re.compile(r"[\u3400-\u9fff]")

# Nouns of a kind. A name made of these alone is a different thing in every article, or every year.
_BODY = (
    "集团|联盟|协会|学会|商会|联合会|基金会|总会|分会|工会|大会|公司|有限公司|股份公司|分公司|"
    "子公司|企业|机构|平台|银行|大学|学院|学校|医院|研究院|研究所|实验室|中心|委员会|执委会|"
    "组委会|筹委会|常委会|管委会|居委会|村委会|党委|党组|纪委|秘书处|办公室|办公厅|理事会|董事会|"
    "监事会|会员大会|股东大会|指挥部|宣传部|组织部|统战部|政府|人民政府|市委|省委|区委|县委|州委|"
    "市政府|省政府|区政府|县政府|代表团|交易团|专家组|工作组|课题组|项目组|领导小组|编辑部|记者站|"
    "法院|检察院|派出所|街道办|街道|支部|党支部|本报|本网|本社|中方|外方|主办方|承办方|主办单位|"
    "承办单位"
)
_OCCASION = (
    "开幕式|闭幕式|开幕会|闭幕会|开幕|闭幕|发布会|记者会|吹风会|启动仪式|签约仪式|揭牌仪式|"
    "奠基仪式|颁奖典礼|颁奖仪式|典礼|仪式|论坛|峰会|年会|会议|圆桌|圆桌会|闭门会|推介会|座谈会|"
    "研讨会|报告会|交流会|对接会|洽谈会|招商会|说明会|通气会|评审会|听证会|展览|展览会|博览会|"
    "交易会|展会|专题展|综合展|主题展|成果展|国别展|开放日|主题日|对话|沙龙|晚宴|酒会|讲座|活动|"
    "比赛|决赛|半决赛|初赛|选拔赛|总决赛|专场|培训班|例会"
)
_PLACE = (
    "会议中心|会展中心|展览中心|新闻中心|服务中心|展览馆|展馆|博物馆|图书馆|美术馆|科技馆|体育馆|"
    "体育场|体育中心|剧院|大剧院|音乐厅|会场|主会场|分会场|会议室|展区|展厅|展台|公园|广场|酒店|"
    r"多功能厅|大礼堂|报告厅|宴会厅|\d+号[馆厅楼门]|\d+号(?:展馆|展厅|航站楼)|[a-z]\d*[馆厅区]|[东西南北中][馆厅]|"
    "机场|园区|产业园|开发区|高新区|新区|老城区"
)
_WRITING = (
    "报告|白皮书|蓝皮书|倡议|宣言|公报|规划|计划|方案|条例|办法|意见|通知|指南|名单|系统|数字平台|小程序|客户端|官网"
)
_MODIFIERS = (
    "总|分|主|各|本|该|市|省|区|县|行业|执行|会员|新闻|主题|专题|高峰|高层|平行|项目|政策|"
    "线上|线下|年度|产业|合作|企业家|企业|工作|科技|文化|部长级|领导人|环节"
)
_GENERIC = re.compile(rf"(?:(?:{_MODIFIERS})*(?:{_BODY}|{_OCCASION}|{_PLACE}|{_WRITING}))+(?:环节|现场)?")
# Longer names always say something of their own (and the pattern above would backtrack).
_LONGEST_GENERIC = 16
# 商务局, 生态环境局: every city has one. 商务部, 财政部 are the nation's.
_DUTIES = (
    "农业|农村|生态|环境|环保|市场|监督|监管|管理|人力|资源|社会|保障|住房|城乡|建设|文化|旅游|体育|卫生|健康|应急|自然|规划|"
    "交通|运输|工业|信息化|经济|科学|技术|退役军人|事务|知识产权|广播|电视|行政|审批|服务|数据|发展|改革|金融|工作|和|与"
)
_LOCAL_BUREAU = re.compile(rf"[市省区县]?(?:..|(?:{_DUTIES})+)[局厅]|[市省区县]?(?:{_DUTIES})+委员?会?|[市省区县]..委")
# A part of an organization, said after its name: 某某银行 + 交易银行部.
_UNIT = re.compile(
    r"(?:[部司处室科局]|分行|支行|分部|分公司|子公司|分社|分院|分会|研究院|研究所|学院|中心|秘书处|委员会|理事会|执委会)$"
)


def number(text: str) -> int:
    """A Chinese numeral below a thousand as a number: 二十三 → 23, 一〇 → 10.

    >>> number("一百三十一"), number("十"), number("六")
    (131, 10, 6)
    """
    total = last = 0
    for char in text:
        if char in _UNITS:
            total += (last or 1) * _UNITS[char]
            last = 0
        else:
            last = last * 10 + _DIGITS[char]
    return total + last


@lru_cache(maxsize=1 << 16)
def name_key(name: str, group: str) -> str:
    """The form in which names are compared: events 第三届 = 第3届, 2024年X = 2024X; venues 五号馆 = 5号馆."""
    key = fold(name)
    if group == "Event":
        key = _ORDINAL.sub(lambda m: f"第{number(m[1])}", key.replace("首届", "第1届"))
        key = _YEAR.sub(r"\1", key)
    if group in ("Venue", "Organization"):
        key = _NUMBERED_PART.sub(lambda m: str(number(m[0])), key)
    return key


@lru_cache(maxsize=1 << 16)
def is_generic(key: str) -> bool:
    """Whether a key is a noun of a kind (执委会, 第1届会员大会, 商务局) that identifies nothing by itself.

    国家会议中心 and 商务部 are names; 会议中心 and 商务局 are not.
    """
    return any(_says_a_kind(counted.sub("", key)) for counted in _COUNTED)


def _says_a_kind(core: str) -> bool:
    if len(core) > _LONGEST_GENERIC:
        return False
    return not core or bool(_GENERIC.fullmatch(core) or _LOCAL_BUREAU.fullmatch(core))


def is_numbered(key: str) -> bool:
    """Whether an event's key says itself which one of a row it is: 第3届海岛论坛, 2024海岛论坛, 二十大."""
    return bool(_NUMBERED.search(key))


@lru_cache(maxsize=1 << 16)
def is_telling(key: str) -> bool:
    """Whether a key is long and specific enough to be trusted as a short form (GATIS, 工体; not 联盟, AI, 京)."""
    han = sum(1 for c in key if _HAN.match(c))
    return (han >= MIN_HAN or len(key) - han >= MIN_LATIN) and not is_generic(key)


def has_han(text: str) -> bool:
    """Whether the text has a Chinese character."""
    return bool(_HAN.search(text))


def area_stem(name: str) -> str:
    """An area's name without 省, 市, 自治区 …: 北京市 → 北京; unchanged where less than two characters would stay.

    >>> area_stem("北京市"), area_stem("雄安新区"), area_stem("沙市")
    ('北京', '雄安新区', '沙市')
    """
    stem = _AREA_SUFFIX.sub("", name)
    return stem if len(stem) >= MIN_HAN else name


def abbreviates(short: str, long: str) -> bool:
    """Whether `short` is made of some of `long`'s characters in their order: 服贸联盟 of 全球服务贸易联盟."""
    rest = iter(long)
    return len(short) < len(long) and all(c in rest for c in short)


def is_unit_of(long: str, short: str) -> bool:
    """Whether `long` is `short` and the name of a part of it: 某某银行信贷部 of 某某银行; not 某某集团 of 某某."""
    return len(long) > len(short) and long.startswith(short) and bool(_UNIT.search(long[len(short) :]))


def drops_a_word(a: str, b: str) -> bool:
    """Whether one key is the other without two Chinese characters inside it, three or more from either end.

    >>> drops_a_word("中国服务贸易发展成就展", "中国服务贸易成就展"), drops_a_word("青年教师论坛", "教师论坛")
    (True, False)
    """
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) != 2:
        return False
    return any(
        long[:at] == short[:at] and long[at + 2 :] == short[at:] and len(_HAN.findall(long[at : at + 2])) == 2
        for at in range(3, len(short) - 2)
    )
