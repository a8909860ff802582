"""What of an article's page is text, and of which kind."""

from __future__ import annotations

import pytest

from kg.read import read_articles

RUNNING = "本届茶博会在海州会展中心闭幕，共有多家企业参展，成交额超过上届水平。"
MORE = "组委会负责人介绍，展会期间还举办了专题论坛，来自各地的嘉宾围绕种植话题交流。"


def read(html: str) -> list[tuple[str, str]]:
    source = f"---\ntitle: 海州茶博会闭幕\ndate: 2022-09-05\n---\n<div>{html}</div>"
    (article,) = read_articles(["-"], stdin=source.encode()).articles
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            "在<a class=hot href=#>中国建设</a>一局展出的小镇里，人们体验生活。",
            "在中国建设一局展出的小镇里，人们体验生活。",
        ),
        (
            "以<span id=stock_1><a href=#>线上线下</a></span><span id=quote_1></span>方式参会的人很多。",
            "以线上线下方式参会的人很多。",
        ),
        ("他说<!-- 注释 -->这里<script>var x='脚本';</script>没有脚本。", "他说这里没有脚本。"),
        ("&ldquo;茶&rdquo;与&#20013;国&amp;世界同行多年。", "“茶”与中国&世界同行多年。"),
    ],
)
def test_inline_markup_never_splits_a_word(html: str, text: str) -> None:
    assert read(f"<p>{html}</p>") == [("paragraph", text)]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p><strong>共促开放合作</strong></p>", ("heading", "共促开放合作")),
        ("<p><font style='font-weight: 700'>　　首次设置专题</font></p>", ("heading", "首次设置专题")),
        ("<h3>一、反响热烈</h3>", ("heading", "一、反响热烈")),
        ("<p>■ 对话</p>", ("heading", "■ 对话")),
        ("<p>茶园里的新变化</p>", ("heading", "茶园里的新变化")),
        ("<p><b>这是全部加粗的一段话，有完整的句子。</b></p>", ("paragraph", "这是全部加粗的一段话，有完整的句子。")),
        ("<p><b>加粗</b>只有一半的短行</p>", ("heading", "加粗只有一半的短行")),
        ("<span class=img_descr>茶园里的游客。</span>", ("caption", "茶园里的游客。")),
        ("<figure><figcaption>茶园里的游客</figcaption></figure>", ("caption", "茶园里的游客")),
        ("<p>图为采茶现场。</p>", ("caption", "图为采茶现场。")),
        ("<p align=center>采茶现场。本报记者 何 川 摄</p>", ("caption", "采茶现场。本报记者 何川 摄")),
        ("<p><img src=a></p><p style='text-align:center'>采茶现场的游客</p>", ("caption", "采茶现场的游客")),
        ("<p>他用镜头拍摄了大量照片，记录茶农生活。</p>", ("paragraph", "他用镜头拍摄了大量照片，记录茶农生活。")),
        ("<p>责任编辑：李晓 SF01</p>", ("byline", "责任编辑：李晓 SF01")),
        ("<p>（记者 王小雨 何川）</p>", ("byline", "（记者 王小雨 何川）")),
        ("<p>海州日报记者 王小雨</p>", ("byline", "海州日报记者 王小雨")),
        ("<p>来源：海州日报</p>", ("byline", "来源：海州日报")),
        ("<p>文/王小雨　图/何川</p>", ("byline", "文/王小雨 图/何川")),
        ("<p>记者：您怎么看这次变化？</p>", ("paragraph", "记者：您怎么看这次变化？")),
    ],
)
def test_kinds_of_blocks(html: str, expected: tuple[str, str]) -> None:
    assert read(f"<p>{RUNNING}</p>{html}<p>{MORE}</p>") == [("paragraph", RUNNING), expected, ("paragraph", MORE)]


@pytest.mark.parametrize(
    "html",
    [
        "<p>原标题：海州茶博会圆满闭幕</p>",
        "<p>海州茶博会闭幕</p>",
        "<p>2022年09月05日 10:30 阅读 128 次</p>",
        "<style>.a{}</style><noscript>请打开脚本</noscript><form>搜索的表单</form>",
        "<p style='display:none'>看不见的话。</p>",
        "<div class='appendQr_wrap'>海量资讯都在这里看。</div>",
        "<div id=share><a href=#>分享给好友</a></div>",
        "<ul><li><a href=1>某市召开会议</a></li><li><a href=2>某县举行比赛</a></li></ul>",
        "<p>海量资讯、精准解读，尽在某某新闻APP</p>",
        "<p>当前位置：<a href=1>首页</a> &gt; <a href=2>财经</a> &gt;</p>",
        "<p>海州网 &gt;&gt; 财经 &gt;&gt; 会展 &gt;&gt; 正文</p>",
    ],
)
def test_furniture_is_left_out_before_and_after(html: str) -> None:
    assert read(f"{html}<p>{RUNNING}</p><p>{MORE}</p>") == [("paragraph", RUNNING), ("paragraph", MORE)]


@pytest.mark.parametrize(
    "footer",
    [
        "<p>扫描二维码，下载客户端看更多</p>",
        "<p>版权声明：未经授权不得转载。</p>",
        "<p>免责声明：本文仅代表作者观点。</p>",
        "<p>相关阅读：</p><p>某市召开会议</p><p>某县举行比赛</p>",
    ],
)
def test_notices_at_the_foot_are_left_out_but_the_editor_stays(footer: str) -> None:
    assert read(f"<p>{RUNNING}</p>{footer}")[:1] == [("paragraph", RUNNING)]
    assert len(read(f"<p>{RUNNING}</p>{footer}")) == 1
    assert read(f"<p>{RUNNING}</p><p>责任编辑：李晓</p>{footer}")[-1][0] == "byline"


@pytest.mark.parametrize(
    "line", ["甲队 &gt; 乙队", "展区位置：二号馆，分甲、乙两区。", "甲 &gt; 乙 &gt; 丙，这是今年的名次。"]
)
def test_a_line_with_arrows_is_not_always_the_way_to_the_page(line: str) -> None:
    assert line.replace("&gt;", ">") in [text for _, text in read(f"<p>{RUNNING}</p><p>{line}</p><p>{MORE}</p>")]


def test_a_report_on_an_app_is_no_footer() -> None:
    inside = "游客扫描二维码下载客户端即可预约。"
    assert ("paragraph", inside) in read(f"<p>{inside}</p><p>{RUNNING}</p>")


def test_a_class_name_alone_never_drops_most_of_a_text() -> None:
    assert read(f"<div class='has-comments share'><p>{RUNNING}</p></div>") == [("paragraph", RUNNING)]


def test_the_same_caption_is_told_once() -> None:
    words = "采茶现场。何川 摄"
    html = f"<img alt='{words}' src=a><span class=img_descr>{words}</span><p>{RUNNING}</p>"
    assert read(html) == [("caption", words), ("paragraph", RUNNING)]


def test_text_after_a_block_is_a_block_of_its_own() -> None:
    assert read(f"<p>{MORE}</p><div><img src=a></div>{RUNNING}<p></p>") == [("paragraph", MORE), ("paragraph", RUNNING)]


def test_the_agency_end_mark_goes() -> None:
    assert read(f"<p>{RUNNING}（完）</p>") == [("paragraph", RUNNING)]


def test_many_short_lines_are_a_list_and_no_headings() -> None:
    names = "".join(f"<p>海州{char}茶厂</p>" for char in "甲乙丙丁戊己")
    assert {kind for kind, _ in read(f"{names}<p>{RUNNING}</p>")} == {"paragraph"}


def test_characters_without_a_place_in_a_text_are_removed() -> None:
    text = RUNNING.replace("茶博会", "茶\u200b博\x01会\ufeff").replace("企业", "企\ue000业")
    assert read(f"<p>{text}</p>") == [("paragraph", RUNNING)]
