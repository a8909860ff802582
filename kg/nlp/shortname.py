"""Short names that are formed by rule: 北京甲乙丙信息技术股份有限公司 → 甲乙丙; 首都会展（集团）有限公司 → 首都会展."""

from __future__ import annotations

import re

from kg.nlp.lexicon import Lexicon

LEGAL_FORM = re.compile(
    r"(?:集团)?(?:股份有限责任公司|股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|总公司|公司|集团)$"
)
_TRADE = re.compile(
    r"(?:信息技术|信息科技|智能科技|生物科技|网络科技|新材料科技|数字科技|科技发展|文化传播|文化传媒|生物医药|生物技术|生物制药|智能装备|智能制造"
    r"|精密制造|精密机械|工程机械|装备制造|重型机械|新能源汽车|新能源科技|供应链管理|供应链|人工智能|机器人|集成电路|半导体|新能源|新材料|微电子|互联网"
    r"|房地产开发|房地产|会展服务|国际会展|展览服务|国际旅行社|旅行社|电子商务|商业管理|资产管理|投资管理|创业投资|股权投资|基金管理"
    r"|科技|技术|智能|信息|网络|软件|电子|生物|医药|制药|药业|医疗|器械|健康|食品|饮料|乳业|酒业|茶业|农业|牧业|渔业|粮油|餐饮|服饰|纺织|家居|建材"
    r"|化工|能源|电力|储能|动力|汽车|航空|航天|船舶|重工|机械|装备|制造|工业|实业|建设|建筑|工程|置业|地产|物业|物流|运输|速运|快递|贸易|商贸|进出口"
    r"|文化|传媒|影视|影业|出版|教育|体育|旅游|文旅|会展|展览|广告|咨询|服务|金融|证券|保险|财险|信托|投资|资本|控股|产业|发展|国际|环保|环境|水务|矿业|钢铁|有色|材料|通信|数据|数科|云计算|检测|股份|设计)$"
)
_MIN = 2


def core(name: str, lexicon: Lexicon) -> str:
    """A company's name without place, brackets and legal form (empty if nothing telling stays).

    杭州甲乙智能科技有限公司 → 甲乙智能科技. Counter-example: 中国银行 has no legal form and stays whole.
    """
    bare = re.sub(r"[（(][^（）()]{1,8}[）)]", lambda m: "集团" if "集团" in m[0] else "", name)
    stripped = LEGAL_FORM.sub("", bare)
    if stripped == bare:
        return bare
    for length in range(min(6, len(stripped) - _MIN), 1, -1):
        entry = lexicon.get(stripped[:length])
        if entry is not None and entry.type == "AdministrativeArea" and entry.name != "中国":
            rest = re.sub(r"^[省市县区]", "", stripped[length:])
            return rest if len(_TRADE.sub("", rest.removesuffix("集团"))) >= _MIN else stripped
    return stripped


def short_forms(name: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The short names a reader would form from a company's legal name, longest first; none for other names, nor for
    companies that the lexicon knows with their short names.

    北京甲乙丙信息技术股份有限公司 → 甲乙丙信息技术, 甲乙丙.
    """
    if not LEGAL_FORM.search(name) or len(name) < 5:
        return ()
    stem = core(name, lexicon)
    if lexicon.get(name) is not None or lexicon.get(stem) is not None:
        return ()  # the lexicon lists its short names
    everyday = lexicon.words("generic-words") | lexicon.words("kind-words")
    forms = [stem] if stem != name else []
    if "集团" in name and not stem.endswith("集团"):
        forms.append(stem + "集团")
    rest = stem
    for _ in range(3):
        shorter = _TRADE.sub("", rest)
        if shorter == rest or len(shorter) < _MIN:
            break
        forms.append(shorter)
        first = _TRADE.search(rest)
        if first is not None and len(first[0]) > 2:
            forms.append(shorter + first[0][:2])
        rest = shorter
    known = [
        f for f in dict.fromkeys(forms) if len(f) >= _MIN and f != name and f not in everyday and lexicon.get(f) is None
    ]
    return tuple(sorted(known, key=lambda f: (-len(f), f)))


def is_trade(stem: str) -> bool:
    """Whether a stem is trades and nothing else: 文旅投资, 国际会展; not 格灵深瞳."""
    rest = stem
    while rest and (shorter := _TRADE.sub("", rest)) != rest:
        rest = shorter
    return not rest


def without_trades(stem: str) -> tuple[str, ...]:
    """A company's stem without its trades, one by one: 格灵深瞳信息技术 → 格灵深瞳. Counter-example: 首都 has none."""
    forms, rest = [], stem
    for _ in range(3):
        shorter = _TRADE.sub("", rest)
        if shorter == rest or len(shorter) < _MIN:
            break
        forms.append(shorter)
        rest = shorter
    return tuple(forms)


def stands_for(short: str, full: str, lexicon: Lexicon) -> bool:
    """Whether `short` is a short name of the company `full` by rule.

    锐甲精密 stands for 广东锐甲精密制造有限公司. Counter-example: 中国银行 does not stand for 中国银行交易银行部.
    """
    return short in short_forms(full, lexicon)
