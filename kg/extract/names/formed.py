"""Names formed by rule: a telling ending (有限公司, 博览会, 会展中心 …) and the words before it that belong to it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Mention, Tag
from kg.nlp.lexicon import Found, Lexicon, Suffix

NUMBER = r"[〇零一二三四五六七八九十百\d]{1,4}"
EDITION_PREFIX = re.compile(
    rf"(?:\d{{4}}(?:[-—–/]\d{{2,4}})?(?:年度?|赛季)?(?:（?(?:第{NUMBER}[届次]|首届)）?)?|第{NUMBER}[届次]|首届)(?:[·\s])?$"
)
EDITION_IN = re.compile(rf"(?:\d{{4}}(?:[-—–/]\d{{2,4}})?(?:年度?|赛季)?|第{NUMBER}[届次]|首届)")
_SCOPE = re.compile(
    r"(?:国际|全国|中国|世界|全球|亚洲|亚太|欧洲|东盟|中外|海峡|两岸|[华西东南北中][部北南东西]?[部方]?|长三角|京津冀|粤港澳|大湾区|全省|全市|.{0,3}杯)"
)
_YEAR_WORD = re.compile(r"\d{4}(?:年度?)?|第?[〇零一二三四五六七八九十百\d]+届|首届|第[〇零一二三四五六七八九十百\d]+")

# Labels of words that may stand inside a name. Verbs only from the list below.
_NOMINAL = frozenset("n nr nz nw nt ns PER LOC ORG vn an f s".split())
_NAME_VERBS = frozenset(
    "服务 贸易 交易 创新 发展 合作 投资 制造 管理 教育 研究 设计 建设 促进 进出口 进口 出口 出版 传播 采购 养老 旅游 体验 检测"
    " 保护 开发 会展 交流 治理 物流 应急 展览 博览 交易 交流 对话 推介 洽谈 对接 合作 开放 运营 监督 监管 控股 融资 租赁 保险 咨询"
    " 救援 训练 竞赛 比赛 表演 演出 收藏 拍卖 印刷 包装 装备 储能 运输 航运 航空 装饰 加工 养殖 种植 康复 护理 阅读 写作 翻译 计量"
    " 认证 检验 检疫 统计 审计 规划 勘察 测绘 测量 监测 评估 仲裁 调解 援助 救助 招商 招标 会议 结算 清算 支付 信托 担保 出行 骑行 徒步"
    " 攀岩 滑雪 滑冰 游泳 跳水 射击 射箭 举重 摔跤 击剑 体操 帆船 赛艇 皮划艇 马拉松 锦标 邀请 挑战 公开 选拔 联合 友好 投融资 供应 采矿"
    " 生活 学习 生产 消费 就业 创业 孵化 转化 升级 转型 数字化 智能化 国际化 现代化 巡回 纪念 庆祝 颁奖 开发利用 综合利用 再生 回收"
    " 控制 预防 防治 防疫 诊断 治疗 卫生 健康 营养 美容 婚庆 殡葬 行业 思想 文化 团结 志愿 慈善 扶贫 振兴 改革 执法 执行 立法 司法 协调"
    " 组织 筹备 筹委 执委 组委 评审 评选 指导 领导 工作 行动 探索 观测 发射 试验 实验 测试 仿真 计算 通信 导航 遥感 定位 感知 识别".split()
)
# A word of kind rather than of a name: the chain to the left ends before it.
_STOP_WORDS = frozenset(
    "事业单位 企业 公司 品牌 厂商 机构 单位 主办方 承办方 主办单位 承办单位 协办单位 指导单位 支持单位 当地 参展商 展商 记者 通讯员 代表 股东"
    " 子公司 全资子公司 控股子公司 母公司 控股股东 客户 对手 队伍 球队 运营方 运营商 合作方 合作伙伴 伙伴 投资方 主办 承办 协办 领衔 其中 其"
    " 今年 去年 明年 本届 上届 往届 历届 首次 现场 期间 同期 同时 目前 当前 近日 日前 当天 当日 昨日 昨天 今天 今日 明日 明天 上午 下午 晚上 晚间"
    " 晚 早 傍晚 凌晨 中午 夜间 国内 国外 国内外 境外 境内 境内外 海内外 中外 海外 知名 著名 有关 相关 各 各地 各类 各界 各方 一些 部分 多家 大型 全部 所有 以及 例如 包括"
    " 业内 专家 学者 嘉宾 观众 市民 网友 游客 学生 老师 居民 村民 人士 负责人 老板 员工 职工 业主 用户 冠军 亚军 选手 运动员 队员 小将 老将 主帅 教练"
    " 作家 导演 画家 歌手 演员 艺术家 科学家 院士 网络 平台 系统 项目 活动 新闻 消息 公告 通知 文件 报告 媒体 通报 声明 表示 介绍 强调 指出"
    " 期刊 杂志 论文 新书 电影 纪录片 产品 新品 车型 官方 官网 旗下 所属 下属 隶属 直属 主场 客场 分会场 主会场 会场 地点 总部 前身 老牌 民企 国企 央企"
    " 开发商 供应商 经销商 制造商 服务商 出版商 零售商 生产商 代理商 采购商 发行方 出品方 研发方 设计方 施工方 买方 卖方 双方 多方 三方 一方"
    " 初创 巨头 龙头 独角兽 上市 民营 外资 合资 药企 车企 房企 券商 快消 厨电 家电 新能源车企 咖啡 智库 民间 老字号 省级 市级 国家级 全国性".split()
)
# Words that alone, or together, before an ending say only what kind of thing it is.
_GENERIC = frozenset(
    "国内外 境内外 商 国际 高峰 专题 主题 行业 平行 系列 重要 新闻 专场 分 主 综合 专业 学术 闭门 圆桌 主旨 开幕 闭幕 年度 全体 全员 小组 座谈 推介 投资 招商 论坛 会议"
    " 活动 展览 展示 线上 线下 云 数字 商务 经贸 文化 体育 科技 交流 对话 研讨 合作 成果 签约 启动 颁奖 授牌 揭牌 新品 新书 产品 发布 推广 对接 洽谈"
    " 工作 例行 首场 本场 专家 媒体 股东 董事 监事 职工 员工 家长 学生 会员 代表 理事 常务 扩大 临时 特别 紧急 电话 视频 现场 大型 小型 民间 地方 城市"
    " 社区 中央 市民 人民 新 老 大 小 中 东 西 南 北 总 上市 商业 零售 连锁 生产 加工 有限 责任 股份 集团 控股 金融 服务 投资 管理 建设 开发 制造 贸易 科研"
    " 三甲 定点 附属 公立 私立 民办 高等 职业 技术 重点 著名 相关 有关 国有 民营 外资 合资 合作 供应链 互联网 软件 硬件 咨询 保险 证券 信托 律师 会计 审计"
    " 会计师 建筑 工程 房地产 物业 物流 运输 快递 航空 旅游 酒店 餐饮 食品 医药 医疗 生物 化工 能源 电力 石油 煤炭 钢铁 有色 汽车 家电 电子 通信 电信 新能源"
    " 特色 现代 生态 主体 公共 配套 附近 周边 室内 室外 露天 两大 三大 大众 青年 志愿者 义务 智慧 智能 未来 全球 世界 国家 全国 全市 全省 全区 全县 内部 外部 核心 关键"
    " 展会 博览 交易 大会 峰会 推荐 座谈会 多功能 同期 配套 首届 展区 会场 官方 行政 主管 职能 监管 执法 事业 企事业 团体 非营利 社会 公益 基层 上级 下级 乡镇 街道".split()
)
_KEPT_WITH_AREA = re.compile(
    r"^(?:国际|新国际|世纪城|国家)?(?:会展|会议|展览|博览|体育|文化|艺术|图书|大剧|美术|科技|博物|音乐|饭店|大学|师范|机场|火车|东|西|南|北|站|人民|中心|市民|奥林匹克|奥体)"
)
_EVENT_TAIL = re.compile(r"(?:开幕式|闭幕式|开幕|闭幕|新闻发布会|发布会|展区|专区|展台|期间|现场|会场|官网)")


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    label: str


class Chains:
    """The words of an article as the tagger cut them, with the known names laid over them."""

    def __init__(self, text: str, tags: Sequence[Tag], known: Sequence[Found], lexicon: Lexicon) -> None:
        self.text = text
        self.lexicon = lexicon
        self.words = [_Word(t.start, t.end, t.text, t.label) for t in tags]
        self._ends = [w.end for w in self.words]
        self.known_ending_at = {f.end: f for f in known}

    def word_at(self, offset: int) -> int:
        """The index of the word that holds the character before `offset`."""
        return bisect_left(self._ends, offset)

    def _admits(self, word: _Word, kind: str) -> bool:
        if word.text in _STOP_WORDS:
            return False
        if kind == "Event" and (_YEAR_WORD.fullmatch(word.text) or word.text in ("暨", "·")):
            return True
        if word.label in _NOMINAL or word.text in _NAME_VERBS:
            return not (word.label == "PER" and len(word.text) > 1 and kind not in ("Event", "Venue", "Institution"))
        if re.fullmatch(r"[A-Za-z0-9.&+\-]+", word.text):
            return True
        return (
            word.label in ("a", "j", "m", "q", "b")
            and len(word.text) <= 2
            and bool(
                re.fullmatch(
                    r"[新大小老东西南北中高双三全总国联海上天]|国际|环保|绿色|智慧|智能|低碳|数字|跨境|公共|民用|高新|古|新型|现代|传统|专业|综合|中小",
                    word.text,
                )
            )
        )

    def left_edge(self, suffix_start: int, kind: str, *, floor: int) -> int:
        """How far to the left the name ending in a suffix at `suffix_start` reaches (article offset, ≥ floor)."""
        edge = suffix_start
        at = self.word_at(suffix_start) if suffix_start > floor else -1
        if at >= 0 and at < len(self.words) and self.words[at].start < suffix_start < self.words[at].end:
            if not self._admits(self.words[at], kind) and self.words[at].label not in ("v", "a", "d", "j", "m"):
                return edge
            edge = max(self.words[at].start, floor)
        while edge > floor:
            known = self.known_ending_at.get(edge)
            if known is not None and known.start >= floor:
                if known.entry.type == "Person":
                    break
                edge = known.start
                continue
            if kind in ("Company", "Event") and self.text[edge - 1] in "）)":
                opening = max(self.text.rfind("（", floor, edge), self.text.rfind("(", floor, edge))
                inner = self.text[opening + 1 : edge - 1] if opening >= 0 else ""
                entry = self.lexicon.get(inner)
                place = entry is not None and entry.type == "AdministrativeArea"
                if inner and (place or inner in ("集团", "控股") or (kind == "Company" and len(inner) <= 4)):
                    edge = opening
                    continue
                break
            index = self.word_at(edge)
            if index >= len(self.words) or self.words[index].end != edge or self.words[index].start < floor:
                break
            if not self._admits(self.words[index], kind):
                break
            edge = self.words[index].start
        return edge


def suffix_at(text: str, end: int, lexicon: Lexicon, floor: int) -> Suffix | None:
    """The longest listed ending that closes at `end`."""
    for length in range(min(lexicon.longest_suffix, end - floor), 0, -1):
        found = lexicon.suffix_types.get(text[end - length : end])
        if found is not None:
            return found
    return None


# Words before 论坛, 大会 … that tell the form of a meeting, not its subject.
_FORM_WORDS = re.compile(
    r"国际|高峰|专题|主题|行业|平行|系列|重要|新闻|专场|综合|专业|学术|闭门|圆桌|主旨|开幕|闭幕|年度|全体|座谈|推介|推荐|招商|论坛|会议|活动|展览|展示|线上|线下|相关|大型|小型|首场|例行"
    r"|成果|签约|启动|颁奖|授牌|揭牌|新品|发布|推广|对接|洽谈|工作|专家|媒体|股东|董事|代表|理事|常务|扩大|临时|特别|现场|民间|同期|配套|行政|核心|关键|区域|地方|各类|众多|国别|境外|境内|国内外|世界|全球|分|主|展会|期间|及|和"
)
# A place before one of these endings is a name (杭州银行); before another weak ending it is a description (昆山子公司).
_AREA_SUFFICES = re.compile(
    r"(?:银行|大学|学院|机场|站|证券|航空|地铁|队|师范|医院|日报|晚报|电视台|宾馆|饭店|港|海关|法院|检察院|政府|局|厅|委|委员会|市委|省委|大剧院|博物馆|图书馆|美术馆|体育场|体育馆|会展中心|展览馆|展览中心)$"
)


def _stem_is_telling(stem: str, lexicon: Lexicon) -> bool:
    """Whether what stands before the ending names something rather than describing a kind."""
    rest = stem
    for _ in range(12):
        if not rest:
            return False
        piece = next((rest[:n] for n in (4, 3, 2, 1) if rest[:n] in _GENERIC), "")
        if not piece:
            return len(rest) >= 2 or len(stem) >= 4
        rest = rest[len(piece) :]
    return True


def _after_area(stem: str, lexicon: Lexicon) -> str:
    """A stem without the place it opens with (中国服务 → 服务)."""
    for length in range(min(6, len(stem)), 1, -1):
        entry = lexicon.get(stem[:length])
        if entry is not None and entry.type == "AdministrativeArea":
            return stem[length:]
    return stem


def _with_edition(text: str, start: int, floor: int) -> int:
    found = EDITION_PREFIX.search(text, max(floor, start - 24), start)
    return found.start() if found else start


def _foreign_lead(chains: Chains, start: int, kind: str, end: int) -> int:
    """A foreign country before a company's name is a name of its own (法国智奥会展集团)."""
    if kind in ("Event", "AdministrativeArea", "Work", "Product") or re.search(
        r"驻|大使馆|领事馆", chains.text[start:end]
    ):
        return start
    for length in range(2, 9):
        entry = chains.lexicon.get(chains.text[start : start + length])
        if (
            entry is not None
            and entry.type == "AdministrativeArea"
            and not entry.part_of
            and entry.name != "中国"
            and end - start - length >= 4
            and not chains.text.startswith(("国家", "联邦", "中央", "皇家"), start + length)
        ):
            return start + length
    return start


def _area_lead(chains: Chains, start: int, end: int) -> int:
    """A place before a venue's own name is apart (武汉 | 汉阳造文化创意产业园) unless the rest is generic (厦门国际会展中心)."""
    for length in range(6, 1, -1):
        entry = chains.lexicon.get(chains.text[start : start + length])
        if entry is not None and entry.type == "AdministrativeArea" and start + length < end:
            rest = chains.text[start + length : end]
            if len(rest) >= 5 and not _KEPT_WITH_AREA.match(rest):
                return start + length
    return start


def _is_area(chains: Chains, start: int, end: int, tags_at: dict[int, Tag]) -> bool:
    tag = tags_at.get(start)
    return tag is not None and tag.end == end and tag.label in ("LOC", "ns")


# A part of a venue that belongs to its name: 二期, 新馆, A3馆, 南区.
VENUE_PART = re.compile(
    r"(?:[一二三四][期馆]|新馆|[A-Z]?\d{0,2}(?:[A-Z]|号)?馆(?!长)|[A-Z]区|[东南西北][区馆广]+|\d+号楼|旧址|遗址)(?![域别分])"
)
# Between an edition's number and the noun that closes its name nearly everything belongs to the name.
_NUMBERED = re.compile(
    rf"(?:(?:19|20)\d{{2}}(?:[-—–/]\d{{2,4}})?(?:年度?|赛季)?(?:第{NUMBER}[届次])?|第{NUMBER}届|首届)"
    r"(?:“[^“”\n]{1,16}”)?(?P<rest>[^，。、；：！？“”《》\s第]{2,30})"
)
_NO_NAME = re.compile(
    r"（(?![^（）]{1,4}）)|今日|今天|昨日|昨天|日前|分论坛|平行论坛|获奖|参赛|设展|拿过|[金银铜一二三]等?奖|[金银铜]奖|云上|参[加展会赛与]|举[办行]|出席|召开|亮相|[主承协]办|入选|[获荣]得|来到|走进|登陆|落户|闭幕|开幕|落下|拉开|启幕|将|于|在|的|是|由|被|了|起|以来|至|到|期间|上半年|下半年|[前上下一二三四]季度|我国|全年|同比|增长|\d+月"
)
_TRAILING_YEAR = re.compile(r"\s?(?:19|20)\d{2}(?![\d年月.])")


def find_numbered(text: str, tags: Sequence[Tag], lexicon: Lexicon) -> Iterator[Mention]:
    """Editions by their number: everything from it to a closing noun of events, whatever words stand between.

    第二届秦岭蜂产品博览会 → Event. Counter-example: 2022年公司参加博览会 (a verb stands between).
    """
    ends = {t.end for t in tags}
    for match in _NUMBERED.finditer(text):
        begin = match.start("rest")
        stop = _NO_NAME.search(match["rest"])
        limit = begin + stop.start() if stop else match.end()
        for end in range(limit, begin + 1, -1):
            suffix = suffix_at(text, end, lexicon, begin)
            if suffix is None or suffix.type != "Event" or (end - len(suffix.text) <= begin and len(suffix.text) < 4):
                continue
            if end not in ends and len(suffix.text) < 2:
                continue
            if _NO_SUFFIX.search(text, max(begin, end - 2), end) or _holds_series(text, begin, end, lexicon):
                continue
            start = _area_before(text, match.start(), lexicon)
            tail = _TRAILING_YEAR.match(text, end)
            yield Mention(start, end, text[start:end], "Event", "rule:numbered", 0.85)
            if tail:
                yield Mention(start, tail.end(), text[start : tail.end()], "Event", "rule:numbered", 0.85)


def _holds_series(text: str, begin: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a known fair opens the name and another event's name follows (2020年服贸会全球服务贸易峰会)."""
    for length in range(min(16, end - begin - 1), 2, -1):
        entry = lexicon.get(text[begin : begin + length])
        if entry is not None and entry.type == "EventSeries":
            return True
    return False


_COMMITTEE = re.compile(
    r"(?:执委会|组委会|筹委会|执行委员会|组织委员会)?(?:秘书处|办公室)(?![主副])|(?:执委会|组委会|筹委会|执行委员会|组织委员会)(?!主)|(?:执委会|组委会)?(?:秘书处|办公室)"
)


def find_committees(text: str, known: Sequence[Found]) -> Iterator[Mention]:
    """The committee, secretariat or office of a known fair or body: 服贸会执委会办公室, 全球服务贸易联盟秘书处."""
    for hit in known:
        if hit.entry.type in ("Person", "AdministrativeArea", "Venue", "Work", "Product"):
            continue
        found = _COMMITTEE.match(text, hit.end)
        if found:
            end = found.end()
            yield Mention(hit.start, end, text[hit.start : end], "Organization", "rule:committee", 0.9)


def _area_before(text: str, start: int, lexicon: Lexicon) -> int:
    """A place in front of an ordinal opens the name (江苏省第二十二届运动会)."""
    if not text.startswith("第", start):
        return start
    for length in range(6, 1, -1):
        entry = lexicon.get(text[max(0, start - length) : start])
        if entry is not None and entry.type == "AdministrativeArea":
            return start - length
    return start


def find_formed(
    text: str, tags: Sequence[Tag], known: Sequence[Found], lexicon: Lexicon, floors: Sequence[tuple[int, int]]
) -> Iterator[Mention]:
    """Names that end in a listed ending. `floors` are the sentences' (start, end): no name crosses one.

    厦门某某会展有限公司 → Company; 第九届中部创意设计周 → Event. Counter-examples: 有关公司, 多场高峰论坛, 行业协会 are kinds.
    """
    chains = Chains(text, tags, known, lexicon)
    tags_at = {t.start: t for t in tags}
    tagged_orgs = {(t.start, t.end) for t in tags if t.label == "ORG"}
    org_ends = {e for _, e in tagged_orgs}
    for floor, limit in floors:
        first, last = chains.word_at(floor + 1), chains.word_at(limit)
        for index in range(first, min(last + 1, len(chains.words))):
            word = chains.words[index]
            if word.end > limit:
                break
            suffix = suffix_at(text, word.end, lexicon, floor)
            if suffix is None:
                continue
            mention = _form(chains, suffix, word.end, floor, org_ends, tags_at)
            if mention is not None:
                yield mention


def _form(
    chains: Chains, suffix: Suffix, end: int, floor: int, org_ends: set[int], tags_at: dict[int, Tag]
) -> Mention | None:
    text, kind = chains.text, suffix.type
    suffix_start = end - len(suffix.text)
    word = chains.words[chains.word_at(end)]
    inside_verb = len(word.text) > 1 and (word.label in ("v", "d", "p", "vd") or _NO_SUFFIX.search(word.text))
    if len(suffix.text) == 1 and inside_verb:
        return None
    start = chains.left_edge(suffix_start, kind, floor=floor)
    start = _after_joined(text, _trim_kind_words(text, start, suffix_start), suffix_start, chains.lexicon)
    start = _foreign_lead(chains, start, kind, end)
    if kind == "Venue":
        start = _area_lead(chains, start, end)
    if kind == "AdministrativeArea":
        if not _is_area(chains, start, end, tags_at) or suffix_start - start < 1 or _NO_AREA.search(text[start:end]):
            return None
        return Mention(start, end, text[start:end], kind, "rule:formed", 0.7)
    if kind == "Event":
        return _event(chains, suffix, start, end, floor)
    if _is_part(chains, start, end):
        return None
    if suffix.weak:
        start = _skip_verbs(chains, start, suffix_start)
    stem = text[start:suffix_start]
    told = _after_area(stem, chains.lexicon) if suffix.weak and kind in ("Company", "Venue") else stem
    if len(stem) < 2 or (told and not _stem_is_telling(told, chains.lexicon)):
        return None
    entry = chains.lexicon.get(stem)
    if (
        suffix.weak
        and entry is not None
        and entry.type == "AdministrativeArea"
        and not _AREA_SUFFICES.search(suffix.text)
    ):
        return None
    supported = end in org_ends or _starts_with_known(chains, start)
    acting = kind == "Company" and len(stem) <= 5 and _acts(text, start, end)
    if suffix.weak and not supported and not acting:
        return None
    confidence = 0.85 if not suffix.weak else 0.7 if supported else 0.6
    if kind == "Venue" and (more := VENUE_PART.match(text, end)):
        end = more.end()
    return Mention(start, end, text[start:end], kind, f"rule:formed:{suffix.text}", confidence)


_NO_SUFFIX = re.compile(
    r"(?:发展|开展|进展|扩展|拓展|施展|伸展|参展|布展|设展|观展|办展|筹展|环节|细节|季节|情节|过节|各处|四处|到处|用处|内部|外部|全部|局部|一部)$"
)
# What a venue or a fair has parts of; such a part has no name of its own.
_PARTS = re.compile(
    r"(?:线上|线下|综合|专题|室内|室外)?(?:展厅|展区|场馆|展馆|餐饮|餐饮区|会场|展台|展位|专区|专题|主题|展览|展会|馆|分会场|片区|周边|附近|内|外).*"
)
_NO_AREA = re.compile(
    r"(?:展|专|片|景|校|园|社|小|厂|港|街|战|禁|休息|体验|互动|服务|采访|混采|分洪|蓄洪|蓄滞洪|功能|试验|等待|起飞)区$|主宾国$"
)
_BEFORE_ACTOR = re.compile(r"(?:^|[，。、；：“”！？\n（\s与由和及被获向]|收购|入股|出任|方|商|企业|公司|品牌)$")
_AFTER_ACTOR = re.compile(
    r"(?:（|将|宣布|发布|承办|主办|协办|领投|跟投|表示|称|说|透露|完成|获|推出|带来|携|展出|入股|出资|收购|运营|创始人|联合创始人|董事长|总裁|总经理|首席|CEO|成立于|设展|参展|参加|披露|公告|股价|承诺|建设|负责|任)"
)


def _acts(text: str, start: int, end: int) -> bool:
    """Whether an unlisted firm's name (…科技, …影业) stands where a name stands: at a border, before what firms do."""
    return bool(_BEFORE_ACTOR.search(text[max(0, start - 2) : start]) and _AFTER_ACTOR.match(text, end))


def _event(chains: Chains, suffix: Suffix, start: int, end: int, floor: int) -> Mention | None:
    """An event's name needs a sign that it is one: an edition, a place, quotation marks, or a telling stem of some length."""
    text = chains.text
    start = _with_edition(text, start, floor)
    start = _after_series(chains, _skip_lead(text, start, end), end)
    known = EDITION_IN.match(text, start)
    if known and (after := _after_series(chains, known.end(), end)) > known.end():
        start = after
    body = text[start : end - len(suffix.text)]
    edition = EDITION_IN.search(body)
    stem = EDITION_IN.sub("", body).strip(" ·（）()")
    if not stem or (len(stem) < 2 and not edition):
        return None
    telling = _stem_is_telling(stem, chains.lexicon) or len(_FORM_WORDS.sub("", stem)) >= 4
    before = chains.word_at(start) if start > floor else -1
    counted = before >= 0 and chains.words[before].end == start and chains.words[before].label in ("m", "q")
    if counted and not edition:
        return None
    if edition:
        confidence = 0.9 if telling or len(stem) >= 2 else 0.75
    elif not telling:
        return None
    elif _starts_with_known(chains, start) or _SCOPE.match(stem):
        confidence = 0.8
    elif len(suffix.text) == 1 or len(stem) < 4:
        return None
    else:
        confidence = 0.65 if suffix.weak else 0.75
    return Mention(start, end, text[start:end], "Event", f"rule:formed:{suffix.text}", confidence)


_KIND_LEAD = re.compile(
    r".{0,12}(?:企业|运营方|主办方|承办方|建设方|投资方|开发商|运营商|供应商|采购商|旗下|所属|子公司|大股东|股东|业主|记者|平台企业|厂商|队伍|系(?=.{2,4}大学))(?=.{2})"
)


def _trim_kind_words(text: str, start: int, end: int) -> int:
    """Cut words of kind that the tagger glued in front (工业视觉企业|杭州某某…)."""
    found = _KIND_LEAD.match(text, start, end)
    return found.end() if found else start


def _after_joined(text: str, start: int, end: int, lexicon: Lexicon) -> int:
    """Where a second name begins that the tagger joined to a known first one (京东科技及|法国某某集团)."""
    for found in re.finditer(r"以及|及|和|与|、", text[start:end]):
        if found.start() >= 2 and lexicon.get(text[start : start + found.start()]) is not None:
            return start + found.end()
    return start


def _is_part(chains: Chains, start: int, end: int) -> bool:
    """Whether a candidate only names a part of a known venue or event (国家会议中心展厅)."""
    for length in range(min(14, end - start - 1), 1, -1):
        entry = chains.lexicon.get(chains.text[start : start + length])
        if entry is not None and entry.type in ("Venue", "EventSeries", "Event"):
            return bool(_PARTS.fullmatch(chains.text[start + length : end]))
    return False


def _skip_verbs(chains: Chains, start: int, end: int) -> int:
    """Leave out verbs at the left end (建设生态家园): the tagger tells 建设 the verb from 建设 the noun."""
    index = chains.word_at(start + 1)
    while index < len(chains.words) and chains.words[index].start == start and chains.words[index].label == "v":
        if chains.words[index].end >= end:
            break
        start = chains.words[index].end
        index += 1
    return start


def _after_series(chains: Chains, start: int, end: int) -> int:
    """A known fair at the left end is a name of its own: 服贸会 | 全球服务贸易峰会."""
    for length in range(min(16, end - start - 4), 2, -1):
        entry = chains.lexicon.get(chains.text[start : start + length])
        if entry is not None and entry.type == "EventSeries":
            return start + length
    return start


def _skip_lead(text: str, start: int, end: int) -> int:
    """Leave out deictic words that the tagger glued to the name (下届松嫩农博会 → 松嫩农博会)."""
    lead = re.match(r"(?:下一?届|上一?届|本届|本次|此次|这次|历届|往届)", text[start:end])
    return start + len(lead[0]) if lead else start


def _starts_with_known(chains: Chains, start: int) -> bool:
    for length in range(12, 1, -1):
        entry = chains.lexicon.get(chains.text[start : start + length])
        if entry is not None and entry.type != "Person":
            return True
    return False
