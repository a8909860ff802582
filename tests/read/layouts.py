"""Pages in the layouts of Chinese news sites, each with the lines of its article and what stands around it."""

# ruff: noqa: E501 (one page a line shows best how they differ)

from __future__ import annotations

from dataclasses import dataclass

TITLE = "海州港开通两条近海航线"
LINES = (
    "9月5日上午，海州港集团在三号泊位举行首航仪式，宣布开通海州至安平、海州至东岭两条近海集装箱航线。",
    "据海州港集团副总经理周启明介绍，两条航线每周各开四班，投入八艘集装箱船，全程比公路运输节省两成费用。",
    "海州市交通运输局有关负责人表示，今年前八个月，全市港口完成集装箱吞吐量四十六万标准箱，同比增长百分之十一。",
    "“以前货柜要先走陆路到省城，现在在家门口就能装船。”海州恒达木业公司经理沈玉兰说。",
    "下一步，海州港还将与内河各港合作，力争年底前再开三条支线。",
)
TEASERS = (
    "市气象台今晨发布大风蓝色预警。受冷空气影响，沿海各县今天夜间阵风可达七级，请出行的市民注意安全。",
    "老城改造二期工程昨日开工，涉及街巷十二条、居民三千余户。改造后的老街将保留原有的骑楼和石板路。",
    "全市中小学校今天开学，新增学位六千个。教育部门提醒家长，校门口周边道路实行错峰通行，请提前安排。",
    "首届社区运动会落下帷幕，四十支代表队参加了拔河、跳绳等项目的比赛。最高龄的选手今年已经八十一岁。",
    "新建的滨海图书馆将于下月试开放，首批上架图书二十万册。读者可凭身份证在自助机上办理借阅手续。",
    "夜市管理办法公开征求意见，为期一个月。办法对摊位设置、食品留样和垃圾清运都作了具体规定和要求。",
)
COMMENTS = (
    "这条航线早该开了，我们厂里的货以前都要绕一大圈，每个柜子多花好几百块钱，希望班次再多一些。",
    "不知道冷藏箱能不能走？我家做水产，夏天最怕路上耽误时间，要是能当天装船就太好了。",
    "支持家乡港口发展，不过码头边上的路太窄，大车一多就堵，建议先把疏港路修好再说别的。",
    "看新闻说去年也讲过要开航线，后来没有下文，这次终于落实了，给有关部门点赞，继续努力。",
)
NOTICE = (
    "本网站所刊载的信息，不代表本网观点。凡注明来源的作品，均转载自其它媒体，目的在于传递更多信息，并不代表本网赞同其"
    "观点和对其真实性负责。如因作品内容、版权和其它问题需要同本网联系的，请在三十日内进行。"
)
ABOUT = (
    "海州新闻网由海州日报社主办，是本市第一家综合性新闻网站。网站开设新闻、民生、文旅、图片等二十多个频道，每天更新"
    "稿件三百余条，累计注册用户超过四十万。欢迎社会各界与我们合作，共同做好本地新闻服务。"
)


@dataclass(frozen=True)
class Layout:
    """A page, the lines that belong to its article, and lines that do not."""

    name: str
    html: str
    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]


def _p(lines: tuple[str, ...], attributes: str = "") -> str:
    return "".join(f"<p{attributes}>{line}</p>" for line in lines)


def _page(body: str) -> str:
    head = f"<title>{TITLE}_海州新闻网</title><meta name=publishdate content=2022-09-05>"
    menu = "".join(f"<li><a href=/{n}>{n}</a></li>" for n in ("首页", "要闻", "民生", "图片", "专题"))
    return f"<!DOCTYPE html><html><head>{head}</head><body><ul class=top>{menu}</ul>{body}</body></html>"


def _cards(lines: tuple[str, ...], name: str = "tz-list") -> str:
    return "".join(
        f"<div class={name}-item><h4><a href=/n/{n}>{line[:12]}</a></h4><div class=txt>{line}</div></div>"
        for n, line in enumerate(lines)
    )


H1 = f"<h1>{TITLE}</h1>"
BRS = "<br>\n<br>\n".join(f"　　{line}" for line in LINES)
SECTIONS = "".join(
    f"<section><h2>{head}</h2><p>{line}</p></section>" for head, line in zip(("首航", "班次", "增长", "客户", "计划"), LINES, strict=True)
)  # fmt: skip
FLASH = LINES[:1]
QA = tuple(f"问：{line[:16]}？" for line in LINES[:3])

LAYOUTS = (
    Layout("article element", _page(f"<article>{H1}{_p(LINES)}</article><div class=x1>{_cards(TEASERS)}</div>"), LINES, TEASERS),
    Layout("one div among teasers", _page(f"<div class=a>{H1}<div id=zw>{_p(LINES)}</div></div><div class=b>{_cards(TEASERS[:2])}</div>"), LINES, TEASERS[:2]),
    Layout("more teasers than article", _page(f"<div class=a>{H1}<div class=zw>{_p(LINES)}</div></div><div class=b>{_cards(TEASERS)}</div>"), LINES, TEASERS),
    Layout("more comments than article", _page(f"<div class=a>{H1}<div class=zw>{_p(LINES)}</div></div><div class=pl-wrap>{_cards(COMMENTS * 2, 'pl')}</div>"), LINES, COMMENTS),
    Layout("table of the nineties", _page(f"<table width=900><tr><td width=200>{'<br>'.join(ABOUT.split('。')[:2])}</td><td><font size=5><b>{TITLE}</b></font><br>{BRS}</td></tr></table><table><tr><td>{NOTICE}</td></tr></table>"), LINES, (NOTICE,)),
    Layout("lines parted by br", _page(f"<div><div>{H1}<div>2022-09-05 来源：海州日报</div><div>{BRS}</div></div><div>{NOTICE}</div></div>"), LINES, (NOTICE,)),
    Layout("sections with headings", _page(f"<div class=m>{H1}{SECTIONS}</div><div class=r><p>{ABOUT}</p></div>"), LINES, (ABOUT,)),
    Layout("spans of a chat program", _page(f"<div id=js><section>{''.join(f'<section><span>{line}</span></section>' for line in LINES)}</section></div><div class=w><span>{ABOUT}</span></div>"), LINES, (ABOUT,)),
    Layout("flash with a long notice", _page(f"<div class=a>{H1}<div class=zw>{_p(FLASH)}</div></div><div class=sm><p>{NOTICE}</p></div><div class=gy><p>{ABOUT}</p></div>"), FLASH, (NOTICE, ABOUT)),
    Layout("authority's page", _page(f"<table class=info><tr><th>索引号</th><td>HZ-2022-0905</td></tr><tr><th>发布机构</th><td>海州市交通运输局</td></tr></table>{H1}<div class=TRS_Editor>{_p(LINES, ' style=text-indent:2em')}</div><div><p>{NOTICE}</p></div>"), LINES, (NOTICE,)),
    Layout("paragraphs right in the body", _page(f"{H1}{_p(LINES)}<hr><p>{NOTICE}</p>"), LINES, (NOTICE,)),
    Layout("interview in a list", _page(f"<div class=a>{H1}<dl>{''.join(f'<dt>{q}</dt><dd>{line}</dd>' for q, line in zip(QA, LINES, strict=False))}</dl></div><div class=b>{_cards(TEASERS[:2])}</div>"), LINES[:3], TEASERS[:2]),
    Layout("parts in divs of other names", _page(f"<div class=a>{H1}<div class=lead>{_p(LINES[:1])}</div><div class=pic><img src=1.jpg></div><div class=rest>{_p(LINES[1:])}</div></div><div class=b>{_cards(TEASERS[:3])}</div>"), LINES, TEASERS[:3]),
    Layout("teasers between the parts", _page(f"<div class=a>{H1}{_p(LINES[:3])}<div class=tuijian>{_cards(TEASERS[:2])}</div>{_p(LINES[3:])}</div><div class=b><p>{ABOUT}</p></div>"), LINES, (*TEASERS[:2], ABOUT)),
)  # fmt: skip
