"""What stands around a news text: furniture of the page, notices at the foot, captions, bylines, header lines."""

from __future__ import annotations

import re

from kg.read.typography import IDEOGRAPH

_FURNITURE_NAMES = (
    "share shares sharebar sharing bdsharebuttonbox qrcode qr ewm erweima appdownload download downloadapp openapp ad "
    "ads adv advert advertisement banner breadcrumb breadcrumbs crumb crumbs comment comments pinglun copyright "
    "footer nav navbar menu sidebar toolbar pagination pager related relatednews recommend recommends hotnews ranking "
    "login signin subscribe newsletter wechat weixin weibo feedback disclaimer cookie popup modal tooltip"
)
_FURNITURE = frozenset(_FURNITURE_NAMES.split())
# Of these, what may run on for longer than the article.
_DISCUSSION_NAMES = "comment comments pinglun related relatednews recommend recommends hotnews disclaimer"
_DISCUSSION = frozenset(_DISCUSSION_NAMES.split())
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")

CAPTION_MAX = 200  # characters; longer blocks are running text with a photographer at the end
_CAPTION_START = re.compile(
    r"(?:图为|[上下左右题]图|资料图|图片?[:：]|图[\d①-⑩]+[:：、 ]|[▲△↑]|图片来源|图源|摄影[:：]|底图)"
)
_CAPTION_END = re.compile(
    r"(?:[^拍]摄|摄影|供图|制图|配图|绘图|图片?(?:来源)?[/／|｜:：][^。，]{2,20}|[（(]图片?[^）)。]{0,20}|"
    r"(?:新华社|中新社|记者|通讯员|作者)[^。，]{0,10}发)[）)]?$"
)

_ROLE = (
    "责任编辑|责编|本文编辑|编辑|编审|主编|值班编委|值班主任|审核|审校|校对|校审|终审|监制|作者|本文作者|撰文|撰稿|"
    "采写|文字|文|图|摄影|视频|策划|统筹|制作|设计|记者|本报记者|通讯员|实习生|实习记者|见习记者|编译|出品|責任編輯|編輯|記者|攝影|圖"
)
_NAME = rf"(?:[{IDEOGRAPH}·]{{2,12}}|[A-Za-z0-9_.·-]{{2,20}})"
# 校对：王五 after names opens the next credit. Lists of names and credits are possessive: 撰文 撰文 撰文… could else be
# read in more ways than can be tried.
_CREDITED = rf"[{IDEOGRAPH}“”]{{0,16}}?(?:{_ROLE})"
_NAMES = rf"{_NAME}(?:[ 、，,/／&和]{{1,3}}(?!{_CREDITED} {{0,2}}[:：/／丨|｜]){_NAME}){{0,12}}+"
_CREDIT = rf"(?:{_CREDITED}[ :：/／丨|｜]{{1,3}}{_NAMES})"
_BYLINE = re.compile(
    rf"[（(【\[]?(?:{_CREDIT}(?:[ ；;，,|｜]{{1,3}}{_CREDIT}){{0,8}}+"
    rf"|(?:文章|稿件|信息|新闻)?(?:来源|稿源)[:：][^。！？]{{1,40}})[）)】\]]?$"
)
_SIGNED = re.compile(rf"[{IDEOGRAPH}]{{0,12}}(?:记者|通讯员)[{IDEOGRAPH}·]{{2,3}}$")
_SIGNED_BRACKETS = re.compile(rf"[（(][{IDEOGRAPH}“” ]{{0,16}}(?:记者|通讯员|作者|编辑)[^。！？）)]{{1,40}}[）)]$")
_NO_CREDIT = re.compile(r"[。！？!?；…]")

_ORIGINAL_TITLE = re.compile(r"[（(\[【]?\s*原(?:标题|题)\s*[:：]\s*(.{1,100}?)[）)\]】]?$")
# The name ends where a sign, the next label or a button of the page follows: 来源：某报作者：张三; 来源：某报举报.
_BUTTON = "举报|(?:调整)?(?:字号|字体)|打印|收藏|我要评论|分享到"
_SOURCE = re.compile(
    r"(?:来源|稿源|出处)\s*[:：]\s*([^\s|｜，,；;（）()]{2,30}?)"
    rf"(?=[\s|｜，,；;（）()]|$|(?:{_ROLE}|时间|日期|{_BUTTON})\s*[:：]|(?:{_BUTTON})+(?:[\s|｜，,；;（）()]|$)|(?<=\S{{30}}))"
)
_HEADER_LABELS = re.compile(
    r"(?:发布|发表|更新|刊发|出版|日期|时间|于|浏览|阅读|点击|次数?|量|字号|大|中|小|打印|分享|星期[一二三四五六日]|周[一二三四五六日]"
    r"|上午|下午|北京|\d|[\s:：|｜/()（）,，\[\]-])+"
)

_END_MARK = re.compile(r"[（(【\[]\s*(?:完|全文完)\s*[）)】\]]$")
FOOTER_MAX = 120  # characters; notices are short, and a longer block may report on an app or a copyright
_FOOTER = re.compile(
    r"海量资讯|尽在.{0,12}(?:APP|客户端)|(?:扫码|扫描|扫一扫|长按|识别|点击).{0,20}(?:二维码|下载|关注|订阅|查看|阅读原文)"
    r"|下载.{0,12}(?:APP|客户端)|(?:打开|关注).{0,16}(?:APP|客户端|公众号|微信|微博)|分享(?:到|至|本文|给)|返回(?:顶部|首页|搜狐)"
    r"|版权(?:声明|所有|归)|未经.{0,12}(?:授权|许可|同意).{0,20}(?:转载|使用|复制)|免责(?:声明|条款)|特别声明|(?:不|仅)代表.{0,12}(?:观点|立场)"
    r"|不构成.{0,8}投资|投资有风险|上一篇|下一篇|ICP[备证]|[Cc]opyright|©|举报(?:电话|邮箱)|违法和?不良信息|点赞|加载更多|网友评论|我要评论"
    r"|欢迎(?:转发|留言|投稿)|新闻线索|转载请注明",
    re.I,
)
# The way to a page through its site: 您的位置：首页 > 财经 > 正文.
_CRUMB = r"[^<>»›。，；：:]{1,16}"
_TRAIL = re.compile(
    rf"(?:(?:您|你)?(?:(?:现在|当前|目前)?(?:所在|所处)?的?)?位置\s*(?:是|在)?\s*[:：]\s*{_CRUMB}(?:[>»›]{{1,2}}{_CRUMB}){{0,8}}"
    rf"|(?:网站)?[首主]页\s*[>»›]{_CRUMB}|{_CRUMB}(?:[>»›]{{1,2}}{_CRUMB}){{2,8}})[>»›\s]*"
)
# These say nothing else wherever they stand.
_ANYWHERE = re.compile(
    r"海量资讯.{0,20}尽在.{0,16}|[【\[（(]?广告[】\]）)]?|分享(?:到|至)[:：]?|[【\[]?(?:纠错|打印|收藏|关闭(?:窗口)?|点击进入专题)[】\]]?|"
    r"(?:字号|字体)[:：].{0,10}|大中小|点击(?:查看|放大)(?:大图|图片)?|显示图片"
)
_LINKS_FOLLOW = re.compile(
    r"[■◆●▼【\[]?\s*(?:相关(?:阅读|新闻|报道|链接|推荐|专题)|(?:热门|推荐|延伸|更多)(?:阅读|推荐|新闻|文章)|猜你喜欢|热门评论|大家都在看)"
    r"\s*[】\]]?[:：>》]?$"
)


def is_furniture(names: str) -> bool:
    """Whether class and id names say that an element is no text: share-box, appendQr_wrap; not shareholder-report."""
    return any(word.lower() in _FURNITURE for word in _WORDS.findall(names))


def is_discussion(names: str) -> bool:
    """Whether class and id names stand for other texts than the article: comments, teasers, disclaimers."""
    return any(word.lower() in _DISCUSSION for word in _WORDS.findall(names))


def is_caption(text: str) -> bool:
    """Whether a line is a picture's caption by its words.

    图为开幕式现场。 / 首钢园内的展馆。本报记者 张三 摄. Not: 他拍摄了大量照片。
    """
    text = text.strip()
    if not 2 < len(text) <= CAPTION_MAX:
        return False
    return bool(_CAPTION_START.match(text) or _CAPTION_END.search(text))


def is_byline(text: str, *, at_edge: bool) -> bool:
    """Whether a line names those who made the article: 责任编辑：张三; 来源：某报; （记者 张三 李四）.

    `at_edge`: it is among the first or last lines, where 本报记者张三 needs no sign between. Not: 记者：您怎么看？
    """
    if len(text) > 80 or _NO_CREDIT.search(text) or _CAPTION_START.match(text):
        return False
    if _BYLINE.match(text) or _SIGNED_BRACKETS.match(text):
        return True
    return at_edge and _SIGNED.match(text) is not None


def original_title(text: str) -> str:
    """The title in a line such as 原标题：…, else nothing."""
    match = _ORIGINAL_TITLE.match(text)
    return match[1] if match else ""


def named_source(text: str) -> str:
    """The outlet that a line such as 2022-09-05 来源：某报 names, else nothing."""
    match = _SOURCE.search(text)
    return match[1] if match else ""


def says_only_when(rest: str) -> bool:
    """Whether a header line says no more than a time and how often it was read; `rest` is the line without dates."""
    return not rest.strip() or _HEADER_LABELS.fullmatch(rest.strip()) is not None


def without_end_mark(text: str) -> str:
    """`text` without the agency's （完） at its end."""
    return _END_MARK.sub("", text).rstrip()


def is_footer(text: str) -> bool:
    """Whether a line at the foot is a notice (share, app, copyright). Sound at an article's end only."""
    return len(text) <= FOOTER_MAX and _FOOTER.search(text) is not None


def is_noise(text: str) -> bool:
    """Whether a line is page furniture wherever it stands."""
    return _ANYWHERE.fullmatch(text) is not None or _TRAIL.fullmatch(text) is not None


def announces_links(text: str) -> bool:
    """Whether a line opens a list of other articles: 相关阅读："""
    return _LINKS_FOLLOW.match(text) is not None
