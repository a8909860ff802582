// The tables of the page as objects; kg/export/view/data.py writes the columns.
const data = JSON.parse(byId("data").textContent);
const darkly = matchMedia("(prefers-color-scheme: dark)");

const classes = data.classes.map(([id, zh, en, light, dark]) => ({ id, zh, en, light, dark }));
const properties = data.properties.map(([id, zh, en, izh, ien, rank, symmetric]) => (
  { id, zh, en, inverse: { zh: izh, en: ien }, rank, symmetric }));
const articles = data.articles.map(([title, outlet, date, url]) => ({ title, outlet, date, url }));
const claims = data.claims.map(([sentence, article, start, length, status, role, sure]) => (
  { sentence: data.sentences[sentence], article: articles[article], start, length, status, role, sure }));
const spellings = (text) => (text ? text.split(" ") : []);
const nodes = data.nodes.map(([id, name, type, x, y, size, names, initials, pinyin, apart], index) => (
  { index, id, name, type, x, y, size, names, initials: spellings(initials), pinyin: spellings(pinyin), apart, facts: [], links: [], conflicts: [] }));
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
/** An entity's class and what tells it from those of the same name. */
const kindOf = (node) => [classes[node.type][lang], node.apart].filter(Boolean).join(" · ");
const other = (link, node) => nodes[link.source === node.index ? link.target : link.source];
