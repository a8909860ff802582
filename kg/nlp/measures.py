"""The noun that a quantity counts or measures, from the words around it.

507家行业龙头企业参展 → 行业龙头企业; 意向成交额41.6亿元 → 意向成交额; 展位特装率高达98.4% → 展位特装率;
15.2万平方米的展览展示 → 展览展示; 会员由68家增至4300家 → 会员. Counter-example: ，同比增长12.4% has no noun of its
own: the caller takes the one of the quantity before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.model import Change, Quantity

STOPS = '，,。；;：:！!？?、（）()“”"‘’《》「」…—\n'
# Units that mostly follow what they measure (面积11万平方米); counts mostly precede it (960家企业).
_SCALES = re.compile(
    r"元$|法郎$|克朗$|镑$|平方|平米|方米|亩|公顷|公里|米$|吨|克$|斤|升$|千瓦|瓦时|%|倍|百分点|基点|标箱|℃|小时|分钟|秒|年$|天$"
)

# What ends a noun phrase behind a count: verbs, prepositions and adverbs of news prose.
_CUT = re.compile(
    r"重点(?=展|推|发|介|聚|打)|参展(?!商|企|方|团|机构|单位|国)|参会(?!者)|踊跃|积极(?![性分])|来(?=表现|展|呈|体现)|热情|顺利|成功(?![率者人案])|参加(?!者)|参与(?![度者])|参评|参观(?!者)|出席|亮相|设展|设立|到会|到场|到访|前来|赶来|赶到|抵达|赴|与会|加入|入驻|发布(?!会)"
    r"|上台|签署|签下|签约(?!项目|额)|签订|达成|携|带来|围坐|围绕|展开|讨论|在(?!线|建|校|职|读|运)|将|已|被|向(?!导)|从(?!业)|于(?!是)|获(?!奖者)"
    r"|共(?![和享同]|产党)|同台|同时|同步|可|为|是|走出|走上|拉开|具有|具备|(?<!自)有(?![关限机色效])|进行|完成|聚焦|(?<!国际)(?<!社会)组织(?!机构)|集中|首次|首批|提供|举行"
    r"|举办|开展|入选|入围|角逐|争夺|展播|展映|评出|选出|组成(?!部分)|构成|介绍|作(?![品家者业坊物用风战文])|共同(?!体)|受邀|应邀|受益|分布|分别|悉数|现场|成为|来自|汇聚|汇集|云集|纳入|通过|报名|当选|驶[离入出向]|通车|运抵|随|也|都|均|全部|并"
    r"|而|但|等(?!级)|以|由|对(?!外|话|接会)|把|让|使|给|线上(?:线下|或)|线下参|线上参|线下线上|全球首发|首发(?!车|经济)|确认|发表|观展(?!人|者)|涌|说|表示|称|预计|每|比(?!赛|例)|较|投入|用于|占"
    r"|覆盖|正(?!式)|便|就(?!业|诊|餐)|则|仍|还|又|不|没|未(?!来)|着|了|到(?!期)|起(?!重)|免费|注册(?=线|参|报)|(?<!展览)展示|直达|升|穿|陈述|讲述|中(?:遴选|评选|选出|精选)|录制|售罄|现身|登台"
    r"|捐|交付|搬|卖|买|上线|开工|开通|投产|落户|落地|涉及|齐聚|走进|服务于|见证|抱团|组团|接受|承担|互访|绕|使用|扎堆|公布|发现|开业|分享(?!会)|脱颖|震撼|连续(?!剧)|的"
)
_LEVEL = re.compile(
    r"(?:增加?|上升|升|下?降|减少?|扩[大充展]?|提高?升?|缩减|缩短|压缩|[上下]调|回升|增长|发展|变|跌|涨)(?:至|到|为|成)|上升|下降|增加"
)
_PARTICIPLE = re.compile(
    r"(?:参展|参会|参评|参赛|入选|入围|受邀|获奖|签约|到会|入驻|报名|上线|展出|在建|注册|首发|获批|新增|成员|合作|会员)(?=[\u4e00-\u9fff]{2})"
)
# What links a measure to its number, and what stands before it without being part of it.
_FURTHEST = 200  # characters before a figure that are looked at; clauses of news have some 20
# Every step is atomic, the longest words first, and no word can be read in two ways: 现现现… and 超过超过… would cost
# a time that doubles with each of them else. A word of the second line needs one of the others after it.
_LINK = re.compile(
    r"(?>[由从](?:最初|原定|原先|原计划|上届|上年|此前|原来|目前|现在|当时|开业时)?的?"
    r"|(?:就|也|都|还|可|进一步|持续|已经|首次|有望|预计|平均|一度|再|又|却|则|更|最多|最高)*"
    r"(?:达到|高达|多达|超过|突破|逼近|接近|增至|增加[到至]|增长[到至]|升至|上升[到至]|提高[到至]|提升[到至]|提[到至]"
    r"|(?:变更|变|调整|更新|修订|改)为|降[到至]|(?:下滑|回落|跌落|跌|上涨|攀升|飙升|跃升|缩水|收窄|缓降)[到至]|减[到至]|减少[到至]|下降[到至]|扩[到至]|扩大[到至]|扩充[到至]|扩展[到至]|缩减[到至]|压缩[到至]|缩短[到至]|回升[到至]|保持在|维持在"
    r"|控制在|稳定在|下探到|发展到|不足|不到|不超过|不低于|至少|大约|约为|占到|占了|占全部|仅为|[只仅共已]有(?!望)|[了过着]|的"
    r"|就达|新增|共计?|总计|合计|累计|已|将|仅|(?<![签预合履])约|现|只|分别|各|大概|同|等|[为是有到至超逾近破占达])"
    r"|首次|再次|再度|(?<=[量数额值率价入润])会|[\s“”])++$"
)
_LEAD = re.compile(
    r"^(?:此次|[开闭]幕当[天日晚]|期间|分别[为是]|现场(?=签|促|成|设)|促成|可?(?:满足|容纳)|录得|近年来|近些年来?|近几年来?|多年来|共(?!建|享|同|有|产党)|现(?!场|代|金|货|状|有)|另外|其中|此外|目前|如今|今(?!年)|已经?|且|而|但|仍|[的则也还又]|均(?!价)|并(?!购)|将(?!军)|截至|据|记者|本届|今年|上述|该|这些|一共|总共|累计|共计|旗下|现有|拥有|设有|建有|"
    r"共有|已有|(?:已|现已)?(?:集聚|聚集|汇聚|集结)了?|设置了?|共设|设(?![计施备定])|吸引了?|接待了?|迎来了?|达成|实现|收到|完成了?|举办了?|组织了?|包括|预计|有望|会上|现场(?=签)|来自|带来了?|覆盖|"
    r"签下|签订|签署|引入了?|引进了?|投放了?|配备了?|汇聚了?|提供|推出|宣布(?:启动|完成)?|启动了?|具备|力争|确保|争取|锚定|展出|展销|展示|发布(?!会)|会期内?|新增|增开|增设|计划|拟|有(?!效|关|限|机)|至此|约|近|平均|了|以|为|向|对(?![接话口外策])|把)+"
)
# Verbs that only bring a number in; they measure something where nothing else does (现场签约47项).
_VERB = re.compile(
    r"(?>宣布|等于|相当于|继续|实行|执行|采取|采用|上调|下调(?!来)|延长|缩短|跌|取得|官宣|同意|照常|一期|首批|首年|同期|恢复|召回|再建|分列|领投|已|一家|一晚|剩余|吃掉|卖出?|完成|拿出|获得?|签署|签下|斥资|耗资|处以|给出|设置|申请|拿下|卸下|发放|安装|涉及|接待|贡献|拥有|带来|达成|实现|吸引|收到|举办|组织|派出|调来|招收"
    r"|提供|捐出|拟|计划|花|开出|建成|运营|经营|覆盖|惠及|共有|设(?!计)|有|用|以|把|(?<!意)向|对|给|各|出|所|一口气|先后|另|又|仍|曾|每年|可|下)++(?:了|过)?$"
)
_PARTS = re.compile(r"[和与及、]")
# What a thing is worth or measures, told before its noun.
_WHENCE = re.compile(
    r"(?:境内外|国内外|海内外|中外|境外|国内|全国|全球|世界各地|各地|各级|各类|风格迥异|各具特色|形式多样|精彩纷呈|特色鲜明|丰富多彩|大大小小|不同[\u4e00-\u9fff]{2,4}|(?:包括|包含)[\u4e00-\u9fff、]{2,14}在内)的"
)
_SIZED = re.compile(r"(?:总?投资|年销售|年产值|营收)?(?:[\d十百千]*[万亿]元)(?:以上|级)的?")
_WORTH = re.compile(r"(?:总?投资(?:额|规模|总额)?|总?金额|产值|估值|总?面积|年产|注册资本|市值|合同额)")
# 服务贸易进出口保持快速增长，年均增长6.1%: the measure stands in the clause before
_KEPT = re.compile(
    r"(?:继续|持续|稳步|始终|也|均)*(?:呈现?(?:出|了)?[^，。；]{0,8}(?:态势|趋势|势头|局面)|保持|实现|呈现|出现|增长|快速|大幅|明显|再?创[下造出]?(?:了|历[史届]|同期)*新[高低])"
)
_LED_BY = re.compile(r"[\u4e00-\u9fff]{1,4}着[\u4e00-\u9fff]{1,8}的(?=[\u4e00-\u9fff]{2})")
_OWNER = re.compile(
    r"(?:[该本新]|这家)?(?:公司|集团|协会|联盟|学会|基金会|学校|医院|中心|平台|高新区|开发区|园区|新区|保税区|展会|大会|论坛|隧道|大厦|线路|赛事|项目)(?:的|目前|现有|共有|共|日均|已)*"
    r"|(?:全[省市县区镇村馆线展]|[该本][省市县区行校院馆站线])(?:的|目前|现有|共有|共|累计|已)*"
)
_DIMENSION = re.compile(
    r"(?:全长|总长|[长高宽深重]|面积|高度|长度|储量|产能|投资|总额|金额|价值|容量|装机|年产|直径|注册资本)$"
)
# Right before the number they are what it measures, whatever follows (旅客吞吐量4500万人次需求).
_AMOUNT = re.compile(r"(?:量|额|总数|人数|规模|产值|能力)$")
_MULTIPLE = re.compile(r"(?:(?:约|正好|已|达到?)?(?:是|为)|相当于|达到?)[^，]{0,14}?的?$")
# runs that look like a noun by position and are none
_INCLUDED = re.compile(r"在内的?$")
# What grew in the clause before is told here: 专利申请量呈现增长态势，|达到|23574件.
_REACHES = re.compile(r"(?:已|共|总计)?(?:达到?了?|突破|超过?|逼近)")
_EMPTY = frozenset({
    "和", "另", "以", "又", "一", "后", "前", "其", "中", "下", "外", "各", "并", "将", "去", "者", "这里",
    "其中", "一个", "一块", "一座", "答", "正式", "那是", "合计", "总计", "平均", "底", "金", "社", "它", "共",
    "数字", "水平", "包括", "现金", "用", "完成", "实现", "达成", "吸引", "领先",
    "占全球", "单", "余", "均", "荣", "就", "实", "最终", "高位运行", "逆势", "届时",
    "受", "所持", "本届", "同期", "一期", "首年", "现场", "公司", "集团", "获得", "上升", "有关",
})  # fmt: skip
_UP = (
    r"增长|递增|(?<!新)增加|(?<!新)增|上升|提高|提升|扩大|上涨|涨|净增|多出|多|高出|高|翻|大增|上调|跳涨|攀升|扩容|加快"
)
_DOWN = r"下降|减少|降低|下滑|缩水|回落|少|低|减|降|下跌|跌|缩短|提前|压缩|下调|收窄|放缓|减缓"
_CHANGE = re.compile(
    rf"(?:大幅|再|又|则|仅|却|还|共|年均|均|净)*(?:(?P<up>{_UP})|(?P<down>{_DOWN}))(?:了|达|约|近|超过?|至少|幅度?)*$"
)
_SPEED = re.compile(
    rf"的?(?:年均|平均|较快|惊人)*(?:速度|速率|增速|幅度)(?:快速|持续|稳步)*(?P<how>{_UP}|递增|{_DOWN}|递减)"
)
_BY = re.compile(r"(?:正|仍|一直|持续)?以(?:每年|年均|平均|每月|平均每年)*$")
_COMPARED = re.compile(
    r"(?:[，]|^|(?<=[\u4e00-\u9fff）)]))(?:同比|环比|(?:与|同|和)[^，]{1,30}相比|[比较](?!例|重|赛|价)[^，]{0,14}?)$"
)
# What people are counted as having done where no noun says who they are: 吸引近59万人|参观.
_DID = re.compile(r"参观|观展|观赛|观看|参会|参赛|到场|到访|报名")
_HEADS = frozenset(("人", "人次", "名"))


@dataclass(frozen=True, slots=True)
class Measure:
    """The measured noun as `start..end` in the text (empty where the quantity has none of its own)."""

    start: int
    end: int
    change: Change

    @property
    def empty(self) -> bool:
        return self.start >= self.end


_ASIDE = re.compile(r"[（(][^（）()，。]{1,12}[）)]$")
# What is told of when or how, not of what: 十四五期间|增长32.98%, 按可比价格计算|增长6.7%, 分季度看|一季度增长6.7%.
_DURING = re.compile(
    r".{2,8}(?:期间|时期|以来)|按.{2,8}计算|[分从].{1,6}看|总的来看|初步核算|扣除.{2,10}(?:因素|影响)后?"
)
_RECORD = re.compile(r"新[高低]\Z")  # 展览面积创下新高，|达到36万平方米
_AMONG, _AMONG_BEHIND = re.compile(r"(?<!其)[中里]$"), re.compile(r"有|超|近|约|占|达|，")
_LISTED = re.compile(r"(?:以及|和|与|及)(?!地区)[\u4e00-\u9fff]{1,2}$")
_OWNED = re.compile(r"归属于[^，。；、的]{1,8}$")  # 归属于该行|股东的净利润
# A verb of growth before the noun: 增加|展位712个; not 增加值.
_GROWN = re.compile(
    r"(?:[比较](?:上一?届|上年|去年|首届|上年同期|去年同期)的?)?(?:(?P<up>增加|扩大|净增)|(?P<down>减少|缩减|压减))了?(?!值|额|量|幅)"
)
_MORE = re.compile(r"(?:和|与|及|以及|、)[近约超]?\d")
# Words after the noun that only lead up to the number: 专题展|设8个, 展区|各有2个.
_LEADS_UP = re.compile(r"(?:几近|主要|保持|以及总|以及|即|共设|均设|设|各有|各|都|均|共|也|达|已|还)$")


def find_measure(
    text: str, quantity: Quantity, sentence: int, left: int, right: int, spans: Sequence[tuple[int, int]]
) -> Measure:
    """What `quantity` measures (see `_measure`), without the words that lead up to the number."""
    found = _measure(text, quantity, sentence, left, right, spans)
    while (
        found.end - found.start > 2 and text[found.start] in "和与及" and not text.startswith("与会", found.start)
    ):  # 某馆的展会|和活动面积
        found = Measure(found.start + 1, found.end, found.change)
    among = _AMONG.search(text, found.start, found.end)
    if among and _AMONG_BEHIND.match(text, found.end) and among.start() - found.start >= 2:  # 参展企业|中有超过九成
        found = Measure(found.start, among.start(), found.change)
    listed = _LISTED.search(text, found.start, found.end)
    if listed and text[found.end : found.end + 1] == "、" and listed.start() - found.start >= 2:  # 国家|和港、澳地区
        found = Measure(found.start, listed.start(), found.change)
    owned = _OWNED.search(text, max(left, found.start - 12), found.start)
    if owned:
        found = Measure(owned.start(), found.end, found.change)
    grown = _GROWN.match(text, found.start, found.end)
    if grown and found.change == "none" and found.end == quantity.start and found.end - grown.end() >= 2:
        found = Measure(grown.end(), found.end, "increase" if grown["up"] else "decrease")
    more = _MORE.search(text, found.start, found.end)
    if more and more.start() - found.start >= 2:  # 7000家参展企业|和21万专业观众
        found = Measure(found.start, more.start(), found.change)
    lead = _LEADS_UP.search(text, found.start, found.end)
    return Measure(found.start, lead.start(), found.change) if lead and lead.start() - found.start >= 2 else found


def _measure(
    text: str, quantity: Quantity, sentence: int, left: int, right: int, spans: Sequence[tuple[int, int]]
) -> Measure:
    """What `quantity` measures, looking no further than `left..right` (its clause) and, for a change
    that has no noun in it (…保持增长，年均增长6.1%), the clause before in the sentence that begins at `sentence`.

    `spans` are the names, dates and other quantities in the sentence: a noun phrase ends where one begins.
    """
    left = max(left, quantity.start - _FURTHEST)
    change, verb = change_before(text, left, quantity.start)
    speed = _SPEED.match(text, quantity.end, right) if change == "none" else None
    led = _BY.search(text, left, quantity.start) if speed else None
    if speed and led:  # 患者人数以每年10%的速度增长
        start, end = _before(text, left, led.start(), spans)
        return Measure(start, end, "increase" if re.fullmatch(_UP, speed["how"]) else "decrease")
    if change != "none":
        compared = _COMPARED.search(text[left:verb])
        stop = left + compared.start() if compared else verb
        start, end = _before(text, left, stop, spans)
        if start >= end or text[start:end] in _EMPTY or _DURING.fullmatch(text, start, end):
            start, end = _clause_before(text, sentence, left, spans)
        return Measure(start, end, change)
    multiple = _MULTIPLE.search(text[left : quantity.start]) if quantity.unit == "倍" else None
    if multiple:
        start, end = _before(text, left, left + multiple.start(), spans)
        return Measure(start, end, "none")
    before = _before(text, left, quantity.start, spans)
    if _INCLUDED.search(text, *before):  # 包括115个代表团在内的|54.1万人次参会
        before = (left, left)
    after = _after(text, quantity.end, right, spans)
    strict = _strict(text, before)
    scale = _SCALES.search(quantity.unit) is not None
    touching = text[quantity.end : quantity.end + 1] == "的"
    named = _DIMENSION.search(text[strict[0] : strict[1]]) is not None  # 全长96.4公里的某高速
    amount = strict[1] == quantity.start and _AMOUNT.search(text[strict[0] : strict[1]]) is not None
    first = (scale and (named or not touching)) or (amount and not touching)
    order = (strict, after, before) if first else (after, strict, before)
    start, end = next((run for run in order if run[0] < run[1] and text[run[0] : run[1]] not in _EMPTY), (left, left))
    if start >= end and scale and _RECORD.search(text, sentence, left - 1):
        return Measure(*_clause_before(text, sentence, left, spans), "none")
    if start >= end and _REACHES.match(text, left, quantity.end) and _KEPT.search(text, sentence, left):
        return Measure(*_clause_before(text, sentence, left, spans), "none")
    did = _DID.match(text, quantity.end, right) if start >= end and quantity.unit in _HEADS else None
    return Measure(did.start(), did.end(), "none") if did else Measure(start, end, "none")


def change_before(text: str, left: int, at: int) -> tuple[Change, int]:
    """The direction of change that the words at or right before `at` state, and where they begin: 同比增长, 翻一番."""
    if text.startswith("翻", at):
        return "increase", at
    while at > left and text[at - 1].isspace():  # 同比上升 |17%
        at -= 1
    match = _CHANGE.search(text[left:at])
    if match is None:
        return "none", at
    return ("increase" if match["up"] else "decrease"), left + match.start()


def _clause_before(text: str, sentence: int, left: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The noun of the clause that ends where `left..` begins, if no quantity stands in it."""
    stop = left - 1
    start = max([sentence, *(text.rfind(c, sentence, stop) + 1 for c in STOPS if c not in "、“”")])
    if stop - start < 2 or re.search(r"[\d%]|[一二两三四五六七八九十][个家万亿成]", text[start:stop]):
        return left, left
    start = max([start, *(e for _, e in spans if e <= stop)])
    if _DURING.fullmatch(text, start, stop):
        return left, left
    kept = _KEPT.search(text, start + 2, stop)
    stop = kept.start() if kept else stop
    nation = re.match(r"我国的?", text[start:stop])
    start += nation.end() if nation else 0
    return (start, stop) if stop - start <= 24 else (left, left)


def _strict(text: str, run: tuple[int, int]) -> tuple[int, int]:
    """The run without a verb at its end: 宣布完成 (B轮融资) → nothing, 累计开挖土石方 stays."""
    verb = _VERB.search(text[run[0] : run[1]])
    return (run[0], run[0] + verb.start()) if verb else run


def _before(text: str, left: int, right: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The noun phrase that ends at `right` once linking words, and a date between, are taken off."""
    stop = right
    aside = _ASIDE.search(text, left, stop)  # 居民消费价格指数|（CPI）同比上涨
    stop = aside.start() if aside else stop
    for _ in range(3):
        floor = max([left, *(e for _, e in spans if e <= stop)])
        link = _LINK.search(text[floor:stop])
        stop = floor + link.start() if link else stop
        date = next((s for s, e in spans if e == floor == stop and s >= left), None)
        if date is None or not re.search(r"[由从比较][^，]{0,2}$", text[left:date]):
            break
        stop = date
    start = max([floor, *(text.rfind(c, floor, stop) + 1 for c in STOPS)])
    lead = _LEAD.match(text[start:stop])
    if lead and lead.end() < stop - start:
        start += lead.end()
    owner = _OWNER.match(text, start, stop)  # 协会现有会员企业: the body is not what is counted
    if owner and owner.end() + 1 < stop:
        start = owner.end()
        lead = _LEAD.match(text[start:stop])
        start += lead.end() if lead and lead.end() + 1 < stop - start else 0
    while start < stop and text[start].isspace():
        start += 1
    return start, stop


def _after(text: str, left: int, right: int, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    at = left
    while at < right and text[at] in "的 \u3000":
        at += 1
    where = _WHENCE.match(text, at, right)  # 189位|境内外的|重要嘉宾
    at = where.end() if where else at
    sized = _SIZED.match(text, at, right)  # 114个|投资亿元以上|重点项目
    at = sized.end() if sized else at
    worth = _WORTH.match(text, at, right)
    value = next((e for s, e in spans if s == worth.end()), right) if worth else right
    if value < right and text[value] == "的":  # 9个|总投资80亿元的|重点项目
        at = value + 1
    led = _LED_BY.match(text, at, right)  # 10辆|悬挂着红色条幅的|集装箱卡车
    at = led.end() if led else at
    if any(start == at and text[start].isdigit() for start, _ in spans):
        return at, at  # 采购企业143家|388人
    if text[at : at + 1] in ("“", "《") and (named := next((e for s, e in spans if s == at + 1), 0)):
        at = named + (text[named : named + 1] in ("”", "》"))  # 21个|“一带一路”|沿线国家
    for start, end in spans:
        if start == at and end < right and text[end] not in STOPS:
            if _PARTS.match(text, end, right) or _CUT.match(text, end, right):
                return start, end  # 8个专题展在此举行: the name is what is counted
            at = end  # 870家中国企业, 240平方米的某集团展台: the name is not the noun
            at += text[at : at + 1] == "的"
    stop = min([right, *(s for s, _ in spans if s > at)])
    for offset in range(at, stop):
        if text[offset] in STOPS:
            stop = offset
            break
    if _LEVEL.match(text, at, right):
        return at, at
    lead = _PARTICIPLE.match(text, at, stop)  # 62家参评企业: the verb belongs to the noun
    cut = _CUT.search(text, lead.end() if lead else at, stop)
    if cut is not None:
        stop = cut.start()
    tail = re.search(r"(?:和|与|及|以及|中|的|里|上|下|内|\s)+$", text[at:stop])
    return at, stop - (len(tail[0]) if tail else 0)
