// The tables of the page as objects; kg/export/view/data.py writes the columns.
const data = JSON.parse(byId("data").textContent);
const darkly = matchMedia("(prefers-color-scheme: dark)");

const classes = data.classes.map(([id, zh, en, light, dark]) => ({ id, zh, en, light, dark }));
const properties = data.properties.map(([id, zh, en, izh, ien, rank, symmetric]) => (
  { id, zh, en, inverse: { zh: izh, en: ien }, rank, symmetric }));
const articles = data.articles.map(([title, outlet, date, url]) => ({ title, outlet, date, url }));
const claims = data.claims.map(([sentence, article, start, length, status, role, sure]) => (
  { sentence: data.sentences[sentence], article: articles[article], start, length, status, role, sure }));
const nodes = data.nodes.map(([id, name, type, x, y, size, names, keys], index) => (
  { index, id, name, type, x, y, size, names, keys, facts: [], links: [], conflicts: [] }));
const facts = data.facts.map(([property, subject, object, words, status, stated, event, derived, support, proof], index) => (
  { index, property, subject, object, words, status, stated, event, derived, support, proof }));
const conflicts = data.conflicts.map(([about, kind, on, detail, sides]) => ({ about, kind, on, detail, sides }));

// All facts between two entities are one line.
const links = [];
const between = new Map();
for (const fact of facts) {
  nodes[fact.subject].facts.push(fact);
  if (fact.object < 0) continue;
  if (fact.object !== fact.subject) nodes[fact.object].facts.push(fact);
  const key = fact.subject < fact.object ? `${fact.subject} ${fact.object}` : `${fact.object} ${fact.subject}`;
  if (fact.subject === fact.object) continue;
  let link = between.get(key);
  if (!link) {
    link = { index: links.length, source: fact.subject, target: fact.object, facts: [] };
    between.set(key, link);
    links.push(link);
    nodes[fact.subject].links.push(link);
    nodes[fact.object].links.push(link);
  }
  link.facts.push(fact);
}
for (const conflict of conflicts) nodes[conflict.about].conflicts.push(conflict);
const ranked = [...nodes].sort((a, b) => b.size - a.size || b.facts.length - a.facts.length || a.index - b.index);

const classColour = (index) => (darkly.matches ? classes[index].dark : classes[index].light);
const other = (link, node) => nodes[link.source === node.index ? link.target : link.source];

/** Letters, digits and ideographs only, in lower case: the form in which names are compared. */
const squeezed = (text) => text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
for (const node of nodes) {
  node.sought = [node.name, ...node.names].map(squeezed);
  node.spelled = node.keys ? node.keys.split(" ") : [];
}

/** Entities that a text finds, the best first: whole names, then beginnings, then pinyin, then parts of names. */
function find(text, most = Infinity) {
  const wanted = squeezed(text);
  if (!wanted) return [];
  const score = (node) => {
    if (node.sought.includes(wanted) || node.spelled.includes(wanted)) return 4;
    if (node.sought.some((name) => name.startsWith(wanted))) return 3;
    if (node.spelled.some((key) => key.startsWith(wanted))) return 2;
    return node.sought.some((name) => name.includes(wanted)) ? 1 : 0;
  };
  const found = ranked.map((node) => [score(node), node]).filter(([points]) => points > 0);
  return found.sort((a, b) => b[0] - a[0]).slice(0, most).map(([, node]) => node);
}

/** The name by which a text found an entity, where that is not its first. */
function foundBy(node, text) {
  const wanted = squeezed(text);
  if (node.sought[0].includes(wanted)) return "";
  return node.names.find((name) => squeezed(name).includes(wanted)) ?? "";
}
