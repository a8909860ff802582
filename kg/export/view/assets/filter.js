// What is shown: classes and properties that are not off, facts of the years asked for.
const filters = { classes: new Set(), properties: new Set(), mode: "stated", from: null, to: null };
let shown = { nodes: new Set(), links: [], facts: new Set() };

const yearsOf = (mode) => {
  const found = new Set();
  for (const fact of facts) for (const year of fact[mode]) found.add(year);
  if (found.size === 0) return [];
  const first = Math.min(...found), last = Math.max(...found);
  if (last - first > 60) return [...found].sort((a, b) => a - b);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
};

const narrowed = () => filters.from !== null || filters.to !== null;

function inYears(fact) {
  if (!narrowed()) return true;
  const years = fact[filters.mode];
  return years.length > 0 && years[0] <= (filters.to ?? Infinity) && years[1] >= (filters.from ?? -Infinity);
}

/** Work out anew what is shown. An entity without a fact stays while neither years nor properties are narrowed. */
function refilter() {
  const on = (index) => !filters.classes.has(nodes[index].type);
  const kept = facts.filter((fact) => (
    !filters.properties.has(fact.property) && on(fact.subject) && (fact.object < 0 || on(fact.object)) && inYears(fact)));
  const spoken = new Set(kept.flatMap((fact) => (fact.object < 0 ? [fact.subject] : [fact.subject, fact.object])));
  const loose = !narrowed() && filters.properties.size === 0;
  const visible = new Set(kept);
  shown = {
    facts: visible,
    nodes: new Set(nodes.filter((node) => (loose ? on(node.index) : spoken.has(node.index))).map((node) => node.index)),
    links: links.map((link) => ({ link, facts: link.facts.filter((fact) => visible.has(fact)) }))
      .filter((each) => each.facts.length > 0),
  };
}
