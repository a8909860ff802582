"""What a post's words say about where it can be held: 市长 an area, 校长 a school, 导演 nowhere in particular.

Titles are ordinary Chinese job words, so a few endings decide; names of companies are free inventions and are known
only by not looking like a public body. Evidence: the titles and organizations of the written corpus (part 0 of 2).
"""

from __future__ import annotations

import re

_AREA_POST = re.compile(
    r"(?:省|市|县|区|镇|乡|村|州|盟|旗|街道)(?:委?)(?:长|主任|书记|副书记|长助理)$|(?:省|市|县|区|镇|乡|村|州|盟|旗)长"
    r"|总统|总理$|首相|国王|女王|王储|外长$|(?:部|院)长$|大臣|议长|国务卿|国家主席|主席$|大使$|领事$|参赞$|公使$|书记$|[州省]督|代表$|团长$"
)
# Trades and callings: somebody is one whether or not the organization in question employs him.
_PROFESSION = re.compile(
    r"(?:[师员家手匠工者士星友演农]|编剧|编导|编舞|主播|主持人|译者|指挥|摄影|律师|船长|列车长|机长|[代传继]承人|经纪人|策展人|非遗.*人|责编|编辑"
    r"|评委会主席|评审|评委|裁判|司机|厨师|翻译|冠军|选手|球员|前锋|中锋|后卫|门将|博主|老板|店主)$"
)
# Of those endings, the ones that are posts after all.
_POST = re.compile(
    r"(?:研究员|委员|馆员|专员|柜员|会计师|医师|技师|护士长|工程师|院士|会士|博士后|巡视员|调研员|督导员|党员|参谋)$"
)
_OWN_UNIT = re.compile(
    r"(?:影展|展览|画展|项目|航次|评委会|评审|大会|论坛|峰会|年会|剧组|课题|论文|专班|移民|学生|家长|观众|村民|业主|球迷|志愿者)(?=..)"
)
_ALONE = frozenset({"工程师", "高级工程师", "农艺师", "院士"})
_BYLINE = re.compile(r"(?:记者|通讯员|编辑|责编|摄影|校对|实习生)$")

_SCHOOL = (
    r"(?:大学|学院|学校|中学|小学|高中|一中|幼儿园|党校|[^学]校|书院|系|研究院|研究所|科学院"
    r"|研究中心|实验室|University|College)"
)
_SOCIETY = (
    r"(?:会|联盟|网络|组织|联合体|论坛|分会|商会|总会|中心|学社|院|平台|联席|机构|专委会|委员会|Association|Union)"
)
_PUBLIC = (
    r"(?:局|厅|[^乐]部|委|署|处|政府|委员会|协会|学会|商会|联合会|促进会|总会|分会|大学|学院|学校|中学|小学|医院|研究所|研究院"
    r"|博物馆|图书馆|法院|法庭|检察院|支队|总队|大使馆|人大常委会|办公室|基金会|[^公]司|联盟|海关|交易所|[上深北港]交所|组织|理事会"
    r"|监会|税务总?局|FDA|WHO)$"
)
# Ending of the title → ending the organization's name must have. First match decides.
_FIT: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(title), re.compile(name))
    for title, name in (
        (r"馆长$", r"馆|博物院|美术|艺术"),
        (r"校长$", r"大学|学院|学校|中学|小学|高中|一中|幼儿园|党校|[^学]校|书院|University|College"),
        (r"院长$", r"院|大学|研究中心"),
        (r"行长$", r"行$|银行|Bank|Banco"),
        (r"所长$", r"所|研究院|中心"),
        (r"台长$", r"台|广播|电视"),
        (r"厂长$", r"厂|公司|集团|车间"),
        (r"厅长$", r"厅"),
        (r"关长$", r"海关"),
        (r"局长$", r"局|署"),
        (r"司长$", r"[^公]司$|[部局署委]$|委员会$|办公室$"),
        (r"处长$", r"处|局|厅"),
        (r"部长$", r"部"),
        (r"站长$", r"站"),
        (r"社长$|总编辑$|主编$|编委$", r"社|报|刊|出版|媒|新闻|杂志|编辑部|网|台$|视频"),
        (r"庭长$|审判[长员]$|法官$", r"法院|法庭"),
        (r"民警$|警长$|支队长$", r"公安|分局|派出所|支队|大队"),
        (r"教师$|老师$|辅导员$|班主任$", _SCHOOL),
        (r"医生$|护士$", r"医院|卫生院|诊所|诊疗|保健院"),
        (r"研究员$|研究馆员$", r"[院所馆室]$|中心|大学|学院|智库|站$"),
        (r"会计师$", r"会计师|审计|税务师"),
        (r"律师$", r"律师|律所"),
        (r"巡视员$|调研员$|政委$", r"[局厅部委署司处院办队会]$|政府|海关"),
        (r"大使$|领事$|参赞$|公使$", r"使馆|领事馆|外交部"),
        (r"教授$|讲师$|校董会主席$|教务长$", _SCHOOL + r"|医院"),
        (r"护士长$|医师$|医学官$|(?:内|外|儿|妇|产|急诊|营养|皮肤|眼|骨)科主任$", r"医院|卫生院|诊所|保健院|中心|院"),
        (
            r"教练$|主帅$|队长$|领队$|教练员$|球员$",
            r"队|俱乐部|足球|篮球|排球|体育|学校|学院|大学|[A-Za-z\u4e00-\u9fff]",
        ),
        (r"会长$|会士$|秘书长$|主任委员$|会长助理$", _SOCIETY),
        (r"理事长$|理事$", _SOCIETY + r"|合作社|学校|学院|大学"),
    )
)
_COMPANY_POST = re.compile(
    r"董事|经理|总裁|首席[^科研]*官$|CEO|CTO|CFO|COO|创始人|创办人|合伙人|监事|董秘|财务总监|总监$|产品经理|厂长|店长|法定代表人"
)
_PUBLIC_NAME = re.compile(_PUBLIC)


def is_area_post(title: str) -> bool:
    """Whether a place can have this post: 佛山市副市长, 冰岛总统; not 德国导演, where the place is only an origin."""
    return _AREA_POST.search(title) is not None and not is_profession(title)


def is_profession(title: str) -> bool:
    """Whether the title names a trade (导演, 工程师), which says nothing of an organization that merely stands near."""
    trade = _PROFESSION.search(title) is not None and _POST.search(title) is None
    return (trade or title in _ALONE) and not title.startswith(("总", "首席", "副总"))


def is_byline_post(title: str) -> bool:
    """Whether the title is one of those who made the article: 记者, 摄影记者, 责任编辑, 通讯员."""
    return _BYLINE.search(title) is not None and not title.startswith(("总", "副总", "首席"))


def fits(title: str, organization: str) -> bool:
    """Whether an organization of this name can have the post; True where nothing speaks against it.

    行长 fits 岷丰银行 and not 首钢集团; 总经理 fits 首钢集团 and not 北京市商务局.
    """
    for post, name in _FIT:
        if post.search(title):
            return name.search(organization) is not None
    return not (_COMPANY_POST.search(title) and _PUBLIC_NAME.search(organization))


def is_own_unit(title: str) -> bool:
    """Whether the title says itself what it is of, and that is no organization: 影展总监, 项目总工程师, 评委会主席."""
    return _OWN_UNIT.match(title) is not None


def is_calling(title: str) -> bool:
    """Whether a trade is tied to a kind of organization after all: 法官 to a court, 教师 to a school."""
    return any(post.search(title) for post, _ in _FIT)


def is_company_post(title: str) -> bool:
    """Whether the post is one that companies have: 董事长, 首席执行官, 总监."""
    return _COMPANY_POST.search(title) is not None


_AREA = re.compile(r"(省|市|县|区|镇|乡|村|州|盟|旗)(?:长|长助理)$")
_COMMITTEE = re.compile(
    r"(自治区|省|市|县|区|镇|乡|州|盟|旗)(?:党?委)(?:副?书记|常委|委员)$|(自治区)(?:人民政府)?副?主席$"
)


def area_kind(title: str) -> str:
    """The kind of area a title names (副县长, 县委副书记 → 县), empty where it names none."""
    match = _AREA.search(title) or _COMMITTEE.match(title)
    return next((kind for kind in match.groups() if kind), "") if match else ""
