// The panel: one entity with its facts, or the facts of one line, each with its sentences.
const STATUSES = ["planned", "reported", "negated"];

function selectNode(node, move = true) {
  selected.node = node;
  selected.link = null;
  history.replaceState(null, "", `#${encodeURIComponent(node.id)}`);
  openPanel(entityPanel(node));
  inSight = move ? null : [node.x, node.y];
  draw(move ? framing([node, ...node.links.map((link) => other(link, node))], 1.6) : uncovered(node.x, node.y));
}

function selectLink(link) {
  selected.node = null;
  selected.link = link;
  openPanel(linkPanel(link));
  const [a, b] = [nodes[link.source], nodes[link.target]];
  inSight = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  draw(uncovered(...inSight));
}

/** The point that the panel must not cover; null where none was chosen in the picture. */
let inSight = null;
// A panel may grow once it is shown: its text wraps when the scroll bar comes, or somebody opens a fact in it.
new ResizeObserver(() => {
  const view = inSight && !byId("panel").hidden ? uncovered(...inSight) : {};
  if (view.center) draw(view);
}).observe(byId("panel"));

function unselect() {
  if (!selected.node && !selected.link) return;
  selected.node = selected.link = inSight = null;
  history.replaceState(null, "", location.pathname + location.search);
  byId("panel").hidden = true;
  draw();
}

function openPanel(content) {
  const panel = byId("panel");
  panel.replaceChildren(...content);
  panel.hidden = false;
  panel.scrollTop = 0;
  if (narrow()) toggleSidebar(false);
}

const head = (title, ...below) => make("div", { class: "head" },
  make("div", {}, make("h2", {}, title), ...below),
  make("button", { class: "close", type: "button", "aria-label": say("close"), onclick: leavePanel }, "×"));

function leavePanel() {
  unselect();
  byId("search").focus({ preventScroll: true });
}

function entityPanel(node) {
  const visible = node.facts.filter((fact) => shown.facts.has(fact));
  const hidden = node.facts.length - visible.length;
  return [
    head(node.name, make("p", { class: "kind" }, dot(node.type), kindOf(node))),
    node.names.length ? make("p", { class: "names" }, say("also") + node.names.join(lang === "zh" ? "、" : ", ")) : null,
    ...node.conflicts.map(conflictBox),
    ...grouped(visible, node),
    node.facts.length ? null : make("p", { class: "hidden-note" }, say("nofacts")),
    hidden ? make("p", { class: "hidden-note" }, say("hiddenFacts", hidden)) : null,
  ].filter((part) => part !== null);
}

function linkPanel(link) {
  const visible = link.facts.filter((fact) => shown.facts.has(fact));
  const ends = [nodes[link.source], nodes[link.target]];
  const names = make("ul", {}, ...ends.map((node) => make("li", { class: "fact" },
    make("button", { class: "go", type: "button", onclick: () => selectNode(node) }, node.name))));
  return [head(ends.map((node) => node.name).join(" – ")), ...grouped(visible, null, true), make("h3", {}, say("entities")), names];
}

/** Facts under the headings of their properties, dates first, then relations, posts, figures, words said. */
function grouped(list, node, open = false) {
  const groups = new Map();
  for (const fact of list) {
    const property = properties[fact.property];
    const outward = node === null || fact.subject === node.index || property.symmetric;
    const key = `${property.rank} ${fact.property} ${outward ? 0 : 1}`;
    if (!groups.has(key)) groups.set(key, { property, outward, facts: [] });
    groups.get(key).facts.push(fact);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true })).flatMap(([, group]) => [
    make("h3", {}, group.outward ? group.property[lang] : group.property.inverse[lang]),
    make("ul", {}, ...group.facts.map((fact) => factRow(fact, node, open))),
  ]);
}

function factRow(fact, node, open) {
  const end = node === null || fact.object < 0 ? null : nodes[fact.subject === node.index ? fact.object : fact.subject];
  const proof = make("div", { class: "proof", hidden: "" });
  const chips = [...(fact.status === "asserted" ? [] : [fact.status]), ...(fact.derived ? ["derived"] : [])];
  const toggle = make("button", { class: "say", type: "button", "aria-expanded": "false", "data-fact": fact.index, onclick: () => flip() },
    make("span", { class: "text" }, wording(fact, node, end), ...chips.map((chip) => make("span", { class: "chip" }, say(chip)))),
    make("span", { class: "times" }, fact.support ? say("articles", fact.support) : ""));
  const flip = () => {
    if (!proof.firstChild) proof.append(...proofs(fact));
    proof.hidden = !proof.hidden;
    toggle.setAttribute("aria-expanded", String(!proof.hidden));
  };
  if (open) flip();
  const go = end ? make("button", { class: "go", type: "button", "aria-label": `${say("go")} ${end.name}`, onclick: () => selectNode(end) }, "→") : null;
  return make("li", {}, make("div", { class: "fact" }, toggle, go), proof);
}

/** A fact in words, as seen from an entity (null: from nowhere, so that both ends are named). */
function wording(fact, node, end) {
  const property = properties[fact.property], quote = property.rank === 4 ? `“${fact.words}”` : fact.words;
  if (node === null) {
    const far = fact.object < 0 ? "" : nodes[fact.object].name;
    return property.rank === 2 ? `${nodes[fact.subject].name}${say("colon")}${far} ${quote}` : [nodes[fact.subject].name, far || quote].join(" → ");
  }
  return [end ? end.name : "", quote].filter(Boolean).join(" ");
}

function proofs(fact) {
  if (fact.proof.length === 0) return [make("p", { class: "hidden-note" }, say("noproof"))];
  return fact.proof.map((index) => {
    const claim = claims[index], end = claim.start + claim.length;
    const sentence = make("p", {}, claim.sentence.slice(0, claim.start),
      claim.length ? make("mark", {}, claim.sentence.slice(claim.start, end)) : "", claim.sentence.slice(end));
    return make("blockquote", {}, sentence, source(claim));
  });
}

/** Title (a link where there is an address), outlet, date, and how it is said. */
function source(claim) {
  const { title, outlet, date, url } = claim.article;
  const notes = [outlet, date, claim.role, STATUSES.includes(claim.status) ? say(claim.status) : "", say("sure", claim.sure)];
  const name = webAddress(url) ? make("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, title) : title;
  return make("cite", {}, name, notes.filter(Boolean).map((note) => ` · ${note}`).join(""));
}

function webAddress(url) {
  try {
    return ["http:", "https:"].includes(new URL(url).protocol);
  } catch {
    return false;
  }
}

function conflictBox(conflict) {
  const known = properties.find((property) => property.id === conflict.on);
  const title = [known && conflict.kind !== "figures" ? known[lang] : conflict.on, conflict.detail].filter(Boolean).join(" · ");
  return make("div", { class: "conflict" }, make("strong", {}, `${say("conflict")}${say("colon")}`), title,
    make("ul", {}, ...answers(conflict).map(([value, of]) => make("li", {},
      make("button", { type: "button", onclick: () => reveal(of) }, value), saidBy(of)))));
}

/** Each value of a conflict once, with the facts that have it. */
function answers(conflict) {
  const found = new Map();
  for (const [value, fact] of conflict.sides) found.set(value, [...(found.get(value) ?? []), fact]);
  return [...found];
}

/** In how many articles one of these facts stands, in brackets. */
function saidBy(of) {
  const told = of.flatMap((fact) => facts[fact].proof.map((index) => claims[index])).filter((claim) => claim.status !== "negated");
  const count = of.length === 1 ? facts[of[0]].support : new Set(told.map((claim) => claim.article)).size;
  return count ? say("brackets", say("articles", count)) : "";
}

/** Open facts in the panel and go to the first. */
function reveal(of) {
  const buttons = of.map((index) => byId("panel").querySelector(`[data-fact="${index}"]`)).filter(Boolean);
  for (const button of buttons) if (button.getAttribute("aria-expanded") === "false") button.click();
  buttons[0]?.focus();
  buttons[0]?.scrollIntoView({ block: "center" });
}
