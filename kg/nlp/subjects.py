"""What a clause of news prose is about: its fronted name, the noun that stands for one, or what was carried over.

展会吸引960家企业 → the fair; [某公司]董事长说，员工5800人 → the company; 240平方米的[某集团]展台 → the group;
来自[印度]、[越南]等31个国家 → the fair, never the countries listed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from kg.model import Mention, Quantity, Sentence
from kg.nlp.index import Index
from kg.nlp.measures import Measure

CLAUSE = "，,；;：:。！？!?\n"
ORGANIZATION = frozenset(
    {
        "Organization",
        "Company",
        "GovernmentBody",
        "Association",
        "InternationalOrganization",
        "MediaOutlet",
        "Institution",
    }
)
EVENT = frozenset({"Event", "EventSeries"})
VENUE = frozenset({"Venue"})
AREA = frozenset({"AdministrativeArea"})
THING = frozenset({"Product", "Work"})
_KINDS = (ORGANIZATION, EVENT, VENUE, AREA, THING)
_KIND_NAMES = ("organization", "event", "venue", "area", "thing")

_PREPOSITION = re.compile(
    r"(?:[在于由与向从对为被给和同跟据按以及自至到让使把随赴离抵凭]|根据|通过|联合|联手|携手|围绕|收购|来自|位于|设在|引入|加入|隶属|经)[“‘《]?$"
)
_LINK = re.compile(r"[”’》）]?(?:[、和与及]|以及)[“‘《]?")
_LIST_END = re.compile(r"[”’》）]?等(?!级|待)")
_SOURCE = re.compile(r"[”’》]?[^，。；]{0,6}?(?:统计|数据显示|提供的(?:数据|资料)|通报|公布的|显示)")
_PREDICATE = re.compile(
    r"是|为(?!期)|有(?!限)|在|与|向|对|被|从|把|将|了|着|签|成立|启动|开幕|举行|举办|闭幕|宣布|发布|介绍|表示|收购|引入|获|用|让|使|给|到|选择|来自|欠|诉|帮|赴"
)
_HOLDING = re.compile(r"持股|占股|参股|出资|认购|认缴")
_OPENING = re.compile(
    r"^[“‘《（\s]*(?:截至|目前|如今|今年|此外|另外|其中|不过|同时|据悉|据介绍|据了解|届时|当天|随后|而|但|则|此次|与此同时)*[，,]?"
)
# Nouns that stand for the entity of that kind last spoken of.
_NOMINALS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
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
_UNIT_CLASSES = (
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
_TOPICS = (
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
_ENDS = (
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
_REPORTS = re.compile(
    r"[”’》]?(?:[^，。；]{0,4}?)(?:称|表示|通报|公布|发布|统计|宣布|披露|介绍|提供的|报告|显示|认为|回应|预计|要求|决定)"
)
_PROVINCES = frozenset(
    "河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾".split()
)
_NATION = re.compile(r"我国")
_WHOLE = re.compile(r"全国|全球|全世界|世界(?!500)")
# Words of fairs and meetings: what is counted belongs to the event reported on …
_FAIR = re.compile(
    r"参展|参会|与会|到会|观众|展商|嘉宾|论坛|展位|展区|展馆|展览|观展|全展|意向|客商|采购商|参赛|跑者|骑手|入场|来宾|国际化率|特装|首发|首秀"
    r"|现场(?:签约|成交|交易|销售)|成交额|签约额"
)
# … and words that do so where the event has just been spoken of.
_FAIR_TOO = re.compile(
    r"国家|地区|企业|机构|代表|学者|专家|媒体|活动|作品|队伍|选手|青年|项目|产品|成交|城市|省份|门票|论文|剧目|院校|高校|签约|来自"
)


def unit_class(unit: str) -> str:
    """A rough class of units: money, share, people, bodies, area, goods, other."""
    for name, pattern in _UNIT_CLASSES:
        if pattern.search(unit):
            return name
    return "other"


def clauses(text: str, sentence: Sentence) -> Iterator[tuple[int, int]]:
    """The clauses of a sentence, between commas and stops."""
    left = sentence.start
    for at in range(sentence.start, sentence.end):
        if text[at] in CLAUSE:
            yield left, at
            left = at + 1
    if left < sentence.end:
        yield left, sentence.end


@dataclass(frozen=True, slots=True)
class _Mark:
    """From `start` on, the text is about `entity`; `named` where a name says so, not a noun or a speaker's post."""

    start: int
    entity: str
    named: bool


class Subjects:
    """Follows the topic through an article: `enter` sentences in order, then ask `about` for their quantities."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._topic = _Mark(-1, index.document.focus, False)
        self._carried = self._topic
        self._marks: list[_Mark] = []
        self._subjects: dict[frozenset[str], str] = {}
        self._last: dict[frozenset[str], str] = {}
        self._names: list[Mention] = []
        self._sentence: Sentence | None = None
        self._previous: list[str] = []
        self._recent: list[Mention] = []
        self._areas: list[str] = []
        self._bodies: list[str] = []
        self._block = -1
        self._counts = Counter(m.entity for m in index.document.mentions if m.entity)
        subjects = (m.entity for m in sorted(index.document.mentions, key=lambda m: m.start) if self._kind(m))
        self._first_entity = next(subjects, "")

    def enter(self, sentence: Sentence) -> None:
        """Read the sentence's names: which clause has which subject."""
        self._sentence = sentence
        self._marks = []
        self._carried = self._topic
        self._previous = sorted({m.entity for m in self._names}) if self._block == sentence.block else []
        self._recent = [*self._recent, *self._names] if self._block == sentence.block else []
        self._block = sentence.block
        self._names = [m for m in self._index.mentions(sentence) if self._kind(m)]
        for left, right in clauses(self._index.text, sentence):
            mark = self._subject(sentence, left, right)
            if mark is not None and mark.entity:
                self._topic = mark
                self._marks.append(mark)
                self._subjects[self._kind_of(mark.entity)] = mark.entity
                if self._kind_of(mark.entity) == ORGANIZATION:
                    self._bodies.append(mark.entity)
            for mention in self._names:
                if left <= mention.start < right:
                    self._last[self._kind(mention)] = mention.entity
                    if self._kind(mention) == AREA:
                        self._areas.append(mention.entity)

    def candidates(self, quantity: Quantity, measure: Measure, left: int, right: int) -> dict[str, frozenset[str]]:
        """The entities the quantity may be about, each with the names of the features that speak for or against it.

        `left..right` is the quantity's clause.
        """
        text = self._index.text
        assert self._sentence is not None
        rows: dict[str, set[str]] = {}

        def add(entity: str, *features: str) -> None:
            if entity:
                rows.setdefault(self._edition(entity), set()).update(features)

        add(self._bound(quantity, measure, left, right), "bound")
        marks = [m for m in self._marks if m.start < quantity.start]
        if marks:
            here = marks[-1].start >= left
            add(marks[-1].entity, f"subject:{'clause' if here else 'sentence'}:{'name' if marks[-1].named else 'noun'}")
            add(marks[0].entity, "subject:first")
        else:
            add(self._carried.entity, "subject:carried")
        add(self._noun_within(left, max(quantity.start, measure.end)), "nominal")
        add(self._event(), "event:last")
        add(self._index.document.focus, "event:focus")
        for kind, entity in self._subjects.items():
            add(entity, "subject:of-kind")
        self._mention_features(quantity, measure, left, right, add)
        wide = text[measure.start : measure.end] + text[quantity.end : right] + text[left : quantity.start]
        fair = "fair" if _FAIR.search(wide) else "fairish" if _FAIR_TOO.search(wide) else "plain"
        noun = text[measure.start : measure.end] or text[left : quantity.start]
        topic = next((name for name, pattern in _TOPICS if pattern.search(noun)), "any")
        unit = unit_class(quantity.unit)
        for entity, features in rows.items():
            name = self._sort(entity)
            broad = name.split("/")[0]
            features |= {f"kind:{name}", f"kind:{broad}:{fair}", f"kind:{broad}:{unit}", f"kind:{name}:{topic}"}
            features |= {
                f"{f}:{broad}" for f in list(features) if f.startswith(("subject:", "free:", "preposition:clause"))
            }
            features.add(f"mentions:{min(4, self._counts.get(entity, 0))}")
            if broad == "event":
                features.add(f"event:{'focus' if entity == self._index.document.focus else 'other'}:{fair}")
                features.add(f"event:{'here' if any(m.entity == entity for m in self._names) else 'away'}:{fair}")
            if entity == self._first_entity:
                features |= {"first", f"first:{broad}"}
        return {e: frozenset(f) for e, f in rows.items()}

    def _mention_features(
        self, quantity: Quantity, measure: Measure, left: int, right: int, add: Callable[..., None]
    ) -> None:
        text = self._index.text
        assert self._sentence is not None
        before = [m for m in self._names if m.end <= quantity.start]
        for back, mention in enumerate(reversed(before)):
            if _REPORTS.match(text, mention.end, self._sentence.end):
                add(mention.entity, "reports")
            if text[mention.start - 1 : mention.start] == "的" and mention.start >= left:
                add(mention.entity, "described")
            if text[mention.end : mention.end + 1] == "的":
                add(mention.entity, "owner")
            place = "clause" if mention.start >= left else "sentence"
            add(mention.entity, f"before:{place}", *((f"nearest:{place}",) if back == 0 else ()))
            first, last = self._group(mention)
            if _LIST_END.match(text, last) and last >= left:
                add(mention.entity, "listed")
            if _PREPOSITION.search(text, self._sentence.start, first):
                word = text[first - 1 : first]
                add(mention.entity, f"preposition:{place}", f"preposition:{word}:{place}")
            elif self._speaks(self._sentence, mention):
                add(mention.entity, "speaks")
            elif self._free(mention):
                add(mention.entity, f"free:{place}")
            if any(m.start == mention.end for m in self._index.mentions(self._sentence)):
                add(mention.entity, "prefix")
        for mention in self._names:
            if quantity.end <= mention.start < right:
                add(mention.entity, "after:clause")
            elif right <= mention.start:
                add(mention.entity, "after:sentence")
        for entity in self._previous:
            add(entity, "previous")
        recent = [*self._recent, *(m for m in before)]
        for back, mention in enumerate(reversed(recent[-3:])):
            add(mention.entity, f"recent:{back}")
        event = next((m for m in reversed(recent) if self._kind(m) == EVENT), None)
        if event is not None:
            add(event.entity, "event:block")

    def _sort(self, entity: str) -> str:
        """The entity's kind, for an organization with what its name ends in: organization/company."""
        kind = self._kind_of(entity)
        name = _KIND_NAMES[_KINDS.index(kind)] if kind else "other"
        if kind != ORGANIZATION:
            return name
        words = self._index.entities[entity].names
        ends = (n for n, pattern in _ENDS if any(pattern.search(w) for w in words))
        return f"{name}/{next(ends, 'company')}"

    def _kind_of(self, entity: str) -> frozenset[str]:
        found = self._index.entities.get(entity)
        return next((k for k in _KINDS if found is not None and found.type in k), frozenset())

    def _kind(self, mention: Mention) -> frozenset[str]:
        return self._kind_of(mention.entity)

    def _event(self) -> str:
        return self._last.get(EVENT, self._index.document.focus)

    def _edition(self, entity: str) -> str:
        """The edition reported on, where the name is that of its series."""
        focus = self._index.entities.get(self._index.document.focus)
        found = self._index.entities.get(entity)
        if focus is None or found is None or self._kind_of(entity) != EVENT:
            return entity
        return focus.id if focus.series == entity or focus.name.endswith(found.name) else entity

    def _bound(self, quantity: Quantity, measure: Measure, left: int, right: int) -> str:
        """A name tied to the quantity by the words between: its owner before, or the noun it describes after."""
        text = self._index.text
        after = next((m for m in self._names if m.start >= quantity.end), None)
        if after is not None and after.end <= right and self._kind(after) != AREA:
            between = text[quantity.end : after.start]
            if re.fullmatch(r"[^，。；、的]{0,5}的[“《]?[^，。；、的]{0,8}?[“《]?", between):
                return after.entity
            if re.match(r"(?:全资|全额)?(?:收购|受让|买下|购得)", between):
                return after.entity
        before = [m for m in self._names if m.end <= quantity.start]
        if not before:
            return ""
        share = self._share(quantity, before, left)
        if share:
            return share
        mention = before[-1]
        if measure.start < quantity.start and mention.start >= left and self._free(mention):
            gap = text[mention.end : measure.start]
            if measure.end > measure.start >= mention.end and re.fullmatch(
                r"[”’》）]?(?:的|旗下的?|目前|现有|全[省市县区])?", gap
            ):
                return mention.entity
        return ""

    def _share(self, quantity: Quantity, before: list[Mention], left: int) -> str:
        """Who holds the share: A（持股51%）, A、B分别持股51%、49%."""
        text = self._index.text
        assert self._sentence is not None
        holding = _HOLDING.search(text[left : quantity.start])
        holders = [m for m in before if self._kind(m) == ORGANIZATION]
        if holding is None or not holders:
            return ""
        if "分别" in text[left : quantity.start] or "各" in text[left : quantity.start]:
            row = [
                q
                for q in self._index.quantities(self._sentence)
                if q.start >= left + holding.start()
                and q.unit == quantity.unit
                and "，" not in text[left : q.start].split("持", 1)[-1]
            ]
            if quantity in row and len(row) <= len(holders):
                return holders[len(holders) - len(row) + row.index(quantity)].entity
        last = before[-1]
        between = text[last.end : quantity.start]
        return last.entity if last in holders and re.fullmatch(r"[”）]?（?[^，。；]{0,8}", between) else ""

    def _group(self, mention: Mention) -> tuple[int, int]:
        """Where the chain of names that the mention stands in begins and ends: 中国、越南、老挝; 广东深圳某中心."""
        text = self._index.text
        assert self._sentence is not None
        row = [m for m in self._index.mentions(self._sentence)]
        at = row.index(mention)
        first, last = at, at
        while first and re.fullmatch(
            r"(?:[”’》）]?(?:[、和与及]|以及)[“‘《]?)?", text[row[first - 1].end : row[first].start]
        ):
            first -= 1
        while last + 1 < len(row) and re.fullmatch(
            r"(?:[”’》）]?(?:[、和与及]|以及)[“‘《]?)?", text[row[last].end : row[last + 1].start]
        ):
            last += 1
        return row[first].start, row[last].end

    def _free(self, mention: Mention) -> bool:
        """Not a member of a list that ends in 等, not the place before another name, not a speaker's body."""
        text, sentence = self._index.text, self._sentence
        assert sentence is not None
        first, last = self._group(mention)
        if any(m.start == mention.end for m in self._index.mentions(sentence)):
            return False
        if _LIST_END.match(text, last) or _PREPOSITION.search(text, sentence.start, first):
            return False
        if self._kind(mention) == AREA and re.match(r"[等]?的?$", text[last : last + 1]) and first != mention.start:
            return False
        return not _SOURCE.match(text, mention.end, sentence.end)

    def _opening(self, left: int, right: int) -> int:
        """Where the clause begins once dates and opening words are passed over."""
        text = self._index.text
        assert self._sentence is not None
        at = left
        for _ in range(3):
            opening = _OPENING.match(text[at:right])
            at += opening.end() if opening else 0
            at = next((d.end for d in self._index.dates(self._sentence) if d.start == at), at)
        return at

    def _subject(self, sentence: Sentence, left: int, right: int) -> _Mark | None:
        text = self._index.text
        for mention in self._names:
            if not left <= mention.start < right:
                continue
            if self._speaks(sentence, mention):
                return _Mark(mention.start, mention.entity, False)
            start = self._group(mention)[0]
            if self._free(mention) and not self._modifies(mention, right) and self._fronted(text[left:start]):
                return _Mark(mention.start, mention.entity, True)
        return self._nominal(self._opening(left, right), right)

    def _fronted(self, prefix: str) -> bool:
        """Whether the words between the clause's start and a name are no predicate: 业主…, 由甲主办的…, not 前身是…."""
        return not _PREDICATE.search(prefix.rsplit("的", 1)[-1]) and not re.search(
            r"(?:是|系|前身为|更名为|引入|收购)", prefix
        )

    def _nominal(self, at: int, right: int) -> _Mark | None:
        text = self._index.text
        if _NATION.match(text, at, right):
            nation = next((e.id for e in self._index.document.entities if "中国" in e.names), "")
            return _Mark(at, nation, True)
        for pattern, kind in _NOMINALS:
            match = pattern.match(text, at, right)
            if match:
                entity = self._stands_for(match[0], kind)
                return _Mark(at, entity, False) if entity else None
        return None

    def _noun_within(self, left: int, right: int) -> str:
        """The entity that the last nominal of the stretch stands for: 如今公司日均…, 累计全省…."""
        text = self._index.text
        best = max(
            ((m.start(), m[0], kind) for pattern, kind in _NOMINALS for m in pattern.finditer(text, left, right)),
            default=None,
            key=lambda row: row[0],
        )
        inside = best and any(m.start <= best[0] < m.end for m in self._names)
        return self._stands_for(best[1], best[2]) if best and not inside else ""

    def _stands_for(self, noun: str, kind: frozenset[str]) -> str:
        found = self._named_like(noun, kind)
        if found:
            return found
        if kind == AREA:
            level = noun[-1]
            fits = [e for e in reversed(self._areas) if self._level(e) == level]
            return fits[0] if fits else self._subjects.get(AREA, self._last.get(AREA, ""))
        if kind == ORGANIZATION and re.search(r"公司|集团|企业", noun):
            fits = [e for e in reversed(self._bodies) if self._sort(e) == "organization/company"]
            return fits[0] if fits else self._subjects.get(ORGANIZATION, "")
        entity = self._subjects.get(kind) or self._last.get(kind, "")
        return entity or (self._index.document.focus if kind == EVENT else "")

    def _level(self, entity: str) -> str:
        """省, 市, 县 … of an area, from its names; provinces are known without the word."""
        names = self._index.entities[entity].names
        return next((n[-1] for n in names if n[-1] in "省市县区镇村州旗"), "省" if set(names) & _PROVINCES else "市")

    def _named_like(self, noun: str, kind: frozenset[str]) -> str:
        """协会 → the one association spoken of whose name ends so, where there is just one."""
        tail = re.sub(r"^(?:该|本|新|这[家座款套部场次]|此次|今年的?|整[个条])", "", noun)
        seen = {e for e in (*self._subjects.values(), *self._last.values()) if self._kind_of(e) == kind}
        ends = [e for e in sorted(seen) if any(n.endswith(tail) for n in self._index.entities[e].names)]
        return ends[0] if len(ends) == 1 and len(tail) > 1 else ""

    def _speaks(self, sentence: Sentence, mention: Mention) -> bool:
        """[某公司][董事长][张三]: what follows is mostly about the body he speaks for."""
        if self._kind(mention) != ORGANIZATION:
            return False
        following = [m for m in self._index.mentions(sentence) if m.start == mention.end]
        return any(m.type in {"Title", "Person"} for m in following)

    def _modifies(self, mention: Mention, right: int) -> bool:
        """[荷兰]的[某公司]: the name after 的 is the head."""
        text = self._index.text
        gap_end = min(right, mention.end + 12)
        return any(
            mention.end < m.start <= gap_end and re.search(r"^[^，。]*的[“《]?$", text[mention.end : m.start])
            for m in self._names
        )
