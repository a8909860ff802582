// What the page says, in both languages.
const plural = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
const WORDS = {
  zh: {
    title: "知识图谱", other: "English", search: "查找：名称、别称、拼音首字母", entities: "实体", filters: "筛选",
    summary: (n, f, a) => `${n} 个实体 · ${f} 条事实 · ${a} 篇文章`, shown: (n, m) => `显示 ${n} / ${m} 个实体`,
    classes: "类别", properties: "属性", years: "年份", stated: "报道年份", event: "所述年份", to: "至", all: "全选",
    none: "全不选", nearer: "放大", farther: "缩小", fit: "适应窗口", close: "关闭", also: "又称：", narrow: "在列表中查找",
    more: (n) => `再显示 ${n} 个`, found: (n) => `${n} 个实体`, nohits: "没有找到", nothing: "没有符合筛选条件的实体",
    empty: "这个图谱是空的：没有实体",
    picture: (n, l) => `关系图：${n} 个实体，${l} 条连线。键盘操作请用“实体”列表。`, articles: (n) => `${n} 篇`,
    planned: "计划", reported: "据报道", negated: "否定", derived: "推得", conflict: "说法不一", go: "查看",
    hiddenFacts: (n) => `另有 ${n} 条事实被筛选隐藏`, nofacts: "没有事实", noproof: "没有附原句", sure: (p) => `可信度 ${p}%`,
    from: "起始年份", until: "结束年份", by: "年份依据", toolbox: "视图", sidebar: "筛选与实体列表",
    colon: "：", brackets: (inner) => `（${inner}）`,
  },
  en: {
    title: "Knowledge graph", other: "中文", search: "Find: names, aliases, pinyin initials", entities: "Entities",
    filters: "Filters", summary: (n, f, a) => [plural(n, "entity", "entities"), plural(f, "fact"), plural(a, "article")].join(" · "),
    shown: (n, m) => `${n} of ${plural(m, "entity", "entities")} shown`, classes: "Classes", properties: "Properties", years: "Years",
    stated: "by year of report", event: "by year spoken of", to: "to", all: "all", none: "none", nearer: "Zoom in",
    farther: "Zoom out", fit: "Fit to window", close: "Close", also: "Also: ", narrow: "Find in the list",
    more: (n) => `Show ${n} more`, found: (n) => plural(n, "entity", "entities"), nohits: "Nothing found",
    nothing: "No entity passes the filters", empty: "This graph is empty: it has no entities",
    picture: (n, l) => `Picture of ${plural(n, "entity", "entities")} and ${plural(l, "line")}. For the keyboard, use the list of entities.`,
    articles: (n) => plural(n, "article"), planned: "planned", reported: "reported",
    negated: "denied", derived: "derived", conflict: "Articles disagree", go: "Go to",
    hiddenFacts: (n) => `${n} more ${n === 1 ? "fact is" : "facts are"} hidden by the filters`, nofacts: "No facts",
    noproof: "No sentence is kept", sure: (p) => `confidence ${p}%`, from: "First year", until: "Last year",
    by: "Which year", toolbox: "View", sidebar: "Filters and list of entities",
    colon: ": ", brackets: (inner) => ` (${inner})`,
  },
};
let lang = document.documentElement.lang === "en" ? "en" : "zh";

const say = (key, ...values) => {
  const found = WORDS[lang][key];
  return typeof found === "function" ? found(...values) : found;
};
const byId = (id) => document.getElementById(id);

/** An element with attributes and children; texts are put in as texts, never as markup. */
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== null) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
};

const dot = (classIndex) => {
  const element = make("span", { class: "dot", "aria-hidden": "true" });
  element.style.background = classColour(classIndex);
  return element;
};
