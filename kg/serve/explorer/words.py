"""Every word of the explorer's own, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal as OneOf

Language = OneOf["zh", "en"]
# Name → (Chinese, English). Braces are filled in by `Speech.__call__`; a plural follows the number in English.
WORDS: Mapping[str, tuple[str, str]] = {
    "brand": ("新闻知识图谱", "News graph"),
    "skip": ("跳到正文", "Skip to the content"),
    "search": ("搜索", "Search"),
    "search_label": ("按名称、简称或拼音搜索", "Search by name, short name or pinyin"),
    "search_hint": ("名称、简称或拼音，如 服贸、sgy", "Name, short name or pinyin"),
    "search_title": ("“{text}”的搜索结果", "Results for “{text}”"),
    "nothing_found": ("没有找到名称中含“{text}”的条目。", "Nothing is called “{text}”."),
    "suggestions": ("搜索建议", "Suggestions"),
    "suggestions_found": ("{n} 条建议，用上下键选择", "{n} suggestions, use the arrow keys"),
    "nav": ("主导航", "Main"),
    "paths": ("路径", "Paths"),
    "conflicts": ("矛盾", "Conflicts"),
    "query": ("查询", "Query"),
    "settings": ("显示", "Display"),
    "other_language": ("English", "中文"),
    "dark": ("深色", "Dark"),
    "light": ("浅色", "Light"),
    "lead": ("谁，在何时何地，做了什么，有多少：每条事实都附报道原句。",
             "Who, where, when and how many: every fact with the sentence that reports it."),
    "conflict_count": ("处矛盾", "conflicts"),
    "entities": ("实体", "entities"),
    "facts": ("事实", "facts"),
    "claims": ("出处", "claims"),
    "articles": ("文章", "articles"),
    "events": ("活动", "Events"),
    "people": ("人物", "People"),
    "bodies": ("机构", "Organizations"),
    "places": ("场馆", "Venues"),
    "latest": ("最新文章", "Latest articles"),
    "untitled": ("（无标题）", "(untitled)"),
    "also_called": ("又称", "Also called"),
    "linked": ("其他数据集", "Elsewhere"),
    "fact_count": ("{n} 条相关事实", "{n} facts"),
    "fact_count_one": ("{n} 条相关事实", "{n} fact"),
    "fact_count_short": ("{n} 条", "{n} facts"),
    "fact_count_short_one": ("{n} 条", "{n} fact"),
    "paths_from": ("从这里查找路径", "Find paths from here"),
    "relations": ("关系与日期", "Relations and dates"),
    "posts": ("任职", "Posts"),
    "figures": ("数据", "Figures"),
    "figures_over": ("历届数据", "Figures over the editions"),
    "figures_other": ("其他数据", "Other figures"),
    "quotations": ("引语", "Quotations"),
    "timeline": ("时间线", "Timeline"),
    "timeline_empty": ("没有带日期的事实。", "No fact has a date."),
    "timeline_open": ("展开时间线", "Show the timeline"),
    "measure": ("项目", "Measure"),
    "value": ("数值", "Value"),
    "period": ("时期", "Period"),
    "chart_of": ("图示项目", "Measure shown"),
    "chart_label": ("“{measure}”历届数据图；同样的数据见下表",
                    "Chart of “{measure}”; the table below has the same data"),
    "more": ("再显示 {n} 条", "Show {n} more"),
    "reports": ("{n} 篇报道", "{n} reports"),
    "report": ("{n} 篇报道", "{n} report"),
    "evidence_of": ("出处：{what}", "Sources: {what}"),
    "evidence": ("出处", "Sources"),
    "evidence_none": ("没有记录出处。", "No source is recorded."),
    "evidence_more": ("只列出前 {n} 处。", "The first {n} passages."),
    "close": ("关闭", "Close"),
    "source_page": ("原文链接", "Original page"),
    "fact": ("事实", "Fact"),
    "planned": ("计划", "planned"),
    "reported": ("转述", "reported"),
    "negated": ("否定", "denied"),
    "confidence": ("置信度 {n}", "confidence {n}"),
    "disputed": ("各报道说法不一", "Articles disagree"),
    "picture": ("关系图", "Graph"),
    "picture_label": ("“{name}”的关系图；同样的内容见下方列表",
                      "Graph around “{name}”; the list below has the same content"),
    "picture_hint": ("点击节点展开其关系，拖动可移动，滚轮可缩放。",
                     "Click a node to expand it; drag to move, scroll to zoom."),
    "picture_list": ("以列表查看", "As a list"),
    "picture_wait": ("正在载入…", "Loading…"),
    "zoom_in": ("放大", "Zoom in"),
    "zoom_out": ("缩小", "Zoom out"),
    "fit": ("适应窗口", "Fit"),
    "reset": ("复原", "Reset"),
    "expand": ("展开", "Expand"),
    "nothing_more": ("“{name}”没有更多关系。", "“{name}” has no further links."),
    "article": ("文章", "Article"),
    "article_no_text": ("图谱未附文章全文，以下是摘录的句子。",
                        "The graph came without this text; these are the sentences it quotes."),
    "article_says": ("本文所述（{n}）", "What it says ({n})"),
    "article_names": ("另有 {n} 处名称与类别。", "And {n} passages about names and classes."),
    "from": ("从", "From"),
    "to": ("到", "To"),
    "find_paths": ("查找路径", "Find paths"),
    "paths_title": ("两者如何关联", "How two are connected"),
    "paths_lead": ("填写两个名称，列出它们之间最短、最具体的联系。",
                   "Two names: the shortest and most specific ways between them."),
    "paths_none": ("在 {n} 步之内没有找到联系。", "No way of up to {n} steps was found."),
    "paths_unknown": ("没有叫“{text}”的条目。", "Nothing is called “{text}”."),
    "paths_same": ("两个名称指同一个实体。", "Both names mean the same entity."),
    "paths_partial": ("联系极多的节点未逐一查看，可能还有其他路径。",
                      "Nodes with very many links were not searched through; there may be other ways."),
    "paths_steps": ("{n} 步", "{n} steps"),
    "paths_step": ("{n} 步", "{n} step"),
    "conflicts_title": ("报道不一致之处", "Where articles disagree"),
    "conflicts_lead": ("对同一事物的同一点，各报道说法不一。",
                       "Articles say different things on one point about one thing."),
    "conflicts_none": ("没有发现互相矛盾的报道。", "No articles contradict each other."),
    "next": ("下一页", "Next page"),
    "previous": ("上一页", "Previous page"),
    "query_title": ("SPARQL 查询", "SPARQL query"),
    "query_label": ("SPARQL 查询语句", "SPARQL query"),
    "query_examples": ("示例", "Examples"),
    "query_choose": ("选择一个示例…", "Choose an example…"),
    "query_evidence": ("同时查询出处", "Include the evidence"),
    "run": ("运行", "Run"),
    "running": ("正在运行…", "Running…"),
    "run_hint": ("Ctrl+Enter 运行", "Ctrl+Enter runs it"),
    "as_table": ("表格", "Table"),
    "as_graph": ("关系图", "Graph"),
    "no_graph": ("结果中每行不足两个实体，无法画成关系图。", "No row has two entities: there is no graph to draw."),
    "rows": ("{n} 行", "{n} rows"),
    "row": ("{n} 行", "{n} row"),
    "answer_yes": ("是", "Yes"),
    "answer_no": ("否", "No"),
    "download": ("下载 {form}", "Download {form}"),
    "graph_first": ("只画出前 {n} 条。", "The first {n} links are drawn."),
    "rows_first": ("显示前 {n} 行；下载可得全部。", "The first {n} rows; the download has all."),
    "subject": ("主语", "Subject"),
    "predicate": ("属性", "Property"),
    "object": ("宾语", "Object"),
    "missing_title": ("没有这一页", "There is no such page"),
    "missing_entity": ("图谱中没有“{text}”", "The graph has no “{text}”"),
    "missing_near": ("您要找的是不是：", "Did you mean:"),
    "missing_home": ("返回首页", "Go to the start page"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speech:
    """The words of one language."""

    language: Language

    def __call__(self, word: str, **filled: object) -> str:
        """A word of the table, filled in. Raises KeyError for one that is not there."""
        text = WORDS[word][self.language == "en"]
        return text.format(**filled) if filled else text

    def many(self, n: int, one: str, more: str) -> str:
        """`one` or `more`, filled in with the number."""
        return self(one if n == 1 else more, n=n)

    def label(self, labels: Mapping[str, str], fallback: str) -> str:
        """The label in this language, else in any, else `fallback`."""
        return labels.get(self.language) or next(iter(labels.values()), fallback)

    @property
    def code(self) -> str:
        """The language as a web page says it."""
        return "zh-CN" if self.language == "zh" else "en-US"


def speech(cookie: str, accept: str) -> Speech:
    """The language of a request: the one chosen before (`zh`, `en`), else the first of the two that it accepts.

    >>> speech("", "fr;q=0.9, en-GB;q=0.8").language, speech("zh", "en").language, speech("", "").language
    ('en', 'zh', 'zh')
    """
    if cookie in ("zh", "en"):
        return Speech("en" if cookie == "en" else "zh")
    ranked = sorted(((_weight(part), -at, part.strip()[:2].lower()) for at, part in enumerate(accept.split(","))))
    best = next((code for weight, _, code in reversed(ranked) if weight > 0 and code in ("zh", "en")), "zh")
    return Speech("en" if best == "en" else "zh")


def _weight(part: str) -> float:
    """The q of one part of an Accept-Language header; 0 for one that cannot be read."""
    _, _, tail = part.partition(";q=")
    try:
        return float(tail) if tail else 1.0
    except ValueError:
        return 0.0
