"""The words by which a clause's subject, and what a number is about, are told: literal tables, in one place to read."""

from __future__ import annotations

import re

from kg.model import LocalEntity

CLAUSE = "，,；;：:。！？!?\n"
ORGANIZATION = frozenset({
    "Organization", "Company", "GovernmentBody", "Association", "InternationalOrganization", "MediaOutlet",
    "Institution",
})  # fmt: skip
EVENT = frozenset({"Event", "EventSeries"})
VENUE = frozenset({"Venue"})
AREA = frozenset({"AdministrativeArea"})
THING = frozenset({"Product", "Work"})
KINDS = (ORGANIZATION, EVENT, VENUE, AREA, THING)
KIND_NAMES = ("organization", "event", "venue", "area", "thing")

PREPOSITION = re.compile(
    r"(?:[在于由与向从对为被给和同跟据按以及自至到让使把随赴离抵凭]|根据|通过|联合|联手|携手|围绕|收购|来自|位于|设在|引入|加入|隶属|经)[“‘《]?$"
)
LINK = re.compile(r"[”’》）]?(?:[、和与及]|以及)[“‘《]?")
LIST_END = re.compile(r"[”’》）]?等(?!级|待)")
SOURCE = re.compile(r"[”’》]?[^，。；]{0,6}?(?:统计|数据显示|提供的(?:数据|资料)|通报|公布的|显示)")
PREDICATE = re.compile(
    r"是|为(?!期)|有(?!限)|在|与|向|对|被|从|把|将|了|着|签|成立|启动|开幕|举行|举办|闭幕|宣布|发布|介绍|表示|收购|引入|获|用|让|使|给|到|选择|来自|欠|诉|帮|赴"
)
HOLDING = re.compile(r"持股|占股|参股|出资|认购|认缴")
OPENING = re.compile(
    r"^[“‘《（\s]*(?:截至|目前|如今|今年|此外|另外|其中|不过|同时|据悉|据介绍|据了解|届时|当天|随后|而|但|则|此次|与此同时)*[，,]?"
)
# Nouns that stand for the entity of that kind last spoken of.
NOMINALS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"(?:本届|今届|该|此次|本次|这次|今年的?|这场)?(?:展会|展览会|博览会|交易会|大会|峰会|论坛|航展|车展|书展|展览|赛事|比赛|会议|年会|活动"
            r"|研讨会|洽谈会|动漫节|电影节|艺术节|音乐节|采购会|对话会|组委会|主办方|大赛|联赛|现场|开幕式上|会上|圆桌会|影视周|展商)"
        ),
        EVENT,
    ),
    (
        re.compile(
            r"(?:该|本|这家|新|目前|整个)?(?:公司|集团|企业|协会|联盟|学会|基金会|学校|学院|医院|银行|机构|商会|校方|社团|实验室|研究院|联合体)|该[行校院所会社厂]"
        ),
        ORGANIZATION,
    ),
    (
        re.compile(
            r"(?:该|本|这座|新|整条)?(?:隧道|大桥|大厦|线路|场馆|新馆|站房|园区|车站|机场|水库|铁路|高速|景区|运河|枢纽|楼盘)|全线|该[线路站馆园桥楼]|馆内"
        ),
        VENUE,
    ),
    (re.compile(r"全[省市县区镇村州旗]|[该本][省市县区镇村州]|当地"), AREA),
    (
        re.compile(
            r"(?:该|这款|这套|这部)?(?:平台|系统|模型|文件|报告|条例|指数|蓝皮书|影片|客户端|小程序)|该[车书片机船]|该产品"
        ),
        THING,
    ),
)
UNIT_CLASSES = (
    ("money", re.compile(r"[元镑郎朗]$")),
    ("share", re.compile(r"%|倍|百分点")),
    ("people", re.compile(r"^(?:人次?|名|位)$")),
    ("bodies", re.compile(r"^[家国所个]$")),
    ("area", re.compile(r"平方|平米|亩|公顷")),
    ("length", re.compile(r"米$|公里$")),
    ("time", re.compile(r"小时|分钟|秒|天|年|月|日")),
    ("goods", re.compile(r"^[台套件辆架艘部吨枚颗]$")),
)
# What the measured noun is typical of, and what kind of body an organization's name says it is.
TOPICS = (
    ("share", re.compile(r"持股|占股|出资|参股|股份|股权")),
    (
        "business",
        re.compile(
            r"营收|营业|收入|净利|利润|亏损|员工|注册资本|门店|子公司|客户|订单|融资|估值|市值|销售|销量|出货|股价|产能|负债|资产|贷款|保费"
        ),
    ),
    ("members", re.compile(r"会员|成员|理事|社员")),
    ("school", re.compile(r"教师|学生|新生|毕业生|在校生|院士|教授|校友|专业")),
    (
        "building",
        re.compile(
            r"建筑面积|占地|全长|总长|车站|座位|高度|客房|床位|展馆|摄影棚|线路|吞吐量|总投资|跨度|库容|装机|站房|停车"
        ),
    ),
    (
        "region",
        re.compile(r"人口|产量|播种|种植|失业率|居民|降雨|优良|生产总值|进出口|出口|游客|农户|村|耕地|增加值|浓度"),
    ),
    ("product", re.compile(r"续航|参数|重量|时速|载重|下载|用户|功率|速度|航时|交付|卖出|售出|服务")),
    ("fair", re.compile(r"参展|展商|观众|嘉宾|展位|论坛|签约|成交|参会|代表|选手|作品|学者")),
)
ENDS = (
    (
        "government",
        re.compile(
            r"(?:局|委|委员会|部|厅|署|司|处|政府|法院|检察院|海关|办公室|人大|总站|大使馆|总局|专委会|中央|市委|省委|支队|总队)$"
        ),
    ),
    ("school", re.compile(r"(?:大学|学院|中学|小学|学校|研究院|研究所|科学院|博物馆|图书馆|医院|实验室|院|馆|中心)$")),
    (
        "association",
        re.compile(r"(?:协会|学会|联盟|商会|基金会|联合会|理事会|促进会|组委会|合作社|俱乐部|研究会|组织)$"),
    ),
    ("outlet", re.compile(r"(?:报|网|社|电视台|日报|杂志|周刊|新闻)$")),
)
REPORTS = re.compile(
    r"[”’》]?(?:[^，。；]{0,4}?)(?:称|表示|通报|公布|发布|统计|宣布|披露|介绍|提供的|报告|显示|认为|回应|预计|要求|决定)"
)
PROVINCES = frozenset({
    "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东", "河南", "湖北", "湖南",
    "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾",
})  # fmt: skip

NATION = re.compile(r"我国")
WHOLE = re.compile(r"全国|全球|全世界|世界(?!500)")
# Words of fairs and meetings: what is counted belongs to the event reported on …
FAIR = re.compile(
    r"参展|参会|与会|到会|观众|展商|嘉宾|论坛|展位|展区|展馆|展览|观展|全展|意向|客商|采购商|参赛|跑者|骑手|入场|来宾|国际化率|特装|首发|首秀"
    r"|现场(?:签约|成交|交易|销售)|成交额|签约额"
)
# … and words that do so where the event has just been spoken of.
FAIR_TOO = re.compile(
    r"国家|地区|企业|机构|代表|学者|专家|媒体|活动|作品|队伍|选手|青年|项目|产品|成交|城市|省份|门票|论文|剧目|院校|高校|签约|来自"
)


def unit_class(unit: str) -> str:
    """A rough class of units: money, share, people, bodies, area, goods, other."""
    for name, pattern in UNIT_CLASSES:
        if pattern.search(unit):
            return name
    return "other"


def kind_of(entity: LocalEntity | None) -> frozenset[str]:
    """The one of `KINDS` that the entity's type is in, or the empty set."""
    return next((k for k in KINDS if entity is not None and entity.type in k), frozenset())


def sort_of(entity: LocalEntity | None) -> str:
    """The name of the entity's kind; an organization also says what its name ends in: organization/school."""
    kind = kind_of(entity)
    if entity is None or not kind:
        return "other"
    name = KIND_NAMES[KINDS.index(kind)]
    if kind != ORGANIZATION:
        return name
    ends = (n for n, pattern in ENDS if any(pattern.search(w) for w in entity.names))
    return f"{name}/{next(ends, 'company')}"
