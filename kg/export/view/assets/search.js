// The search box: suggestions while one types; arrow keys, Enter and Esc as in any combobox.
const MOST_HITS = 12;
let hits = [], active = -1;

function suggest() {
  const text = byId("search").value;
  const found = findings(text, MOST_HITS);
  hits = found.map(({ node }) => node);
  active = hits.length ? 0 : -1;
  byId("hits").replaceChildren(...found.map(({ node, by }, at) => {
    const note = [kindOf(node), by].filter(Boolean).join(" · ");
    return make("li", { id: `hit-${at}`, role: "option", "aria-selected": String(at === active), onclick: () => choose(at) },
      dot(node.type), ` ${node.name}`, make("small", {}, note));
  }));
  if (!hits.length && text.trim()) {
    byId("hits").append(make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, say("nohits")));
  }
  openHits(text.trim() !== "");
}

function openHits(open) {
  byId("hits").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  if (open && active >= 0) byId("search").setAttribute("aria-activedescendant", `hit-${active}`);
  else byId("search").removeAttribute("aria-activedescendant");
}

function choose(at) {
  const node = hits[at];
  if (!node) return;
  openHits(false);
  byId("search").value = node.name;
  showNode(node);
}

/** Select an entity; if the filters hide it, they are taken back first. */
function showNode(node) {
  if (!shown.nodes.has(node.index)) resetFilters();
  selectNode(node);
}

function moveTo(at) {
  const items = byId("hits").children;
  if (!hits.length) return;
  items[active]?.setAttribute("aria-selected", "false");
  active = (at + hits.length) % hits.length;
  items[active].setAttribute("aria-selected", "true");
  items[active].scrollIntoView({ block: "nearest" });
  openHits(true);
}

byId("search").addEventListener("input", suggest);
byId("search").addEventListener("focus", () => byId("search").select());
byId("search").addEventListener("blur", () => setTimeout(() => openHits(false), 150));
byId("search").addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") moveTo(active + 1);
  else if (event.key === "ArrowUp") moveTo(active - 1);
  else if (event.key === "Enter") choose(active);
  else if (event.key === "Escape" && !byId("hits").hidden) { openHits(false); event.stopPropagation(); }
  else return;
  event.preventDefault();
});
