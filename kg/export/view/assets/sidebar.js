// The sidebar: filters by class, property and year, and the list of entities.
const PAGE = 100;
let listedMost = PAGE;

function buildFilters() {
  const counted = (key, of) => of.reduce((all, each) => all.set(each[key], (all.get(each[key]) ?? 0) + 1), new Map());
  byId("filters").replaceChildren(
    group("classes", classes, filters.classes, counted("type", nodes), (index) => dot(index)),
    years(),
    group("properties", properties, filters.properties, counted("property", facts), () => null),
  );
}

function group(name, choices, off, counts, sign) {
  const rows = choices.map((choice, index) => {
    const box = make("input", { type: "checkbox", "data-name": choice.id, checked: off.has(index) ? null : "" });
    box.addEventListener("change", () => { if (box.checked) off.delete(index); else off.add(index); filtersChanged(); });
    return make("label", { class: "choice" }, box, sign(index), make("span", {}, choice[lang]),
      make("span", { class: "count" }, String(counts.get(index) ?? 0)));
  });
  const all = make("button", { type: "button", "aria-label": `${say(name)} ${say(off.size ? "all" : "none")}`, onclick: () => {
    if (off.size) off.clear(); else choices.forEach((_, index) => off.add(index));
    buildFilters();
    filtersChanged();
    byId("filters").querySelector(`#${name} legend button`).focus();
  } }, say(off.size ? "all" : "none"));
  return make("fieldset", { id: name }, make("legend", {}, say(name), all), ...rows);
}

function years() {
  const all = yearsOf(filters.mode);
  const mode = make("select", { id: "mode", "aria-label": say("by") }, ...["stated", "event"].map((key) => (
    make("option", { value: key, selected: filters.mode === key ? "" : null }, say(key)))));
  mode.addEventListener("change", () => {
    Object.assign(filters, { mode: mode.value, from: null, to: null });
    buildFilters();
    filtersChanged();
    byId("mode").focus();
  });
  const from = yearChoice("from", all, filters.from ?? all[0]), to = yearChoice("until", all, filters.to ?? all.at(-1));
  const change = () => {
    const low = Math.min(from.value, to.value), high = Math.max(from.value, to.value);
    filters.from = low === all[0] ? null : low;
    filters.to = high === all.at(-1) ? null : high;
    [from.value, to.value] = [low, high];
    if (filters.from === null && filters.to === null) bars.querySelectorAll(".off").forEach((bar) => bar.classList.remove("off"));
    else [...bars.children].forEach((bar, at) => bar.classList.toggle("off", all[at] < low || all[at] > high));
    filtersChanged();
  };
  from.addEventListener("change", change);
  to.addEventListener("change", change);
  const bars = histogram(all);
  const span = make("div", { class: "span" }, from, say("to"), to);
  return make("fieldset", { id: "years" }, make("legend", {}, say("years")), mode, ...(all.length ? [bars, span] : []));
}

const yearChoice = (name, all, value) => make("select", { id: name, "aria-label": say(name) }, ...all.map((year) => (
  make("option", { value: year, selected: year === value ? "" : null }, String(year)))));

/** How many facts each year has, as small bars. */
function histogram(all) {
  const counts = all.map((year) => facts.filter((f) => f[filters.mode].length && f[filters.mode][0] <= year && f[filters.mode][1] >= year).length);
  const most = Math.max(1, ...counts);
  return make("div", { class: "bars", "aria-hidden": "true" }, ...counts.map((count, at) => {
    const bar = make("i", { title: `${all[at]}: ${count}`, class: all[at] < (filters.from ?? -Infinity) || all[at] > (filters.to ?? Infinity) ? "off" : "" });
    bar.style.height = `${Math.round((count / most) * 100)}%`;
    return bar;
  }));
}

function resetFilters() {
  filters.classes.clear();
  filters.properties.clear();
  filters.from = filters.to = null;
  buildFilters();
  filtersChanged();
}

/** Everything that depends on the filters, anew. */
function refresh() {
  refilter();
  if (selected.node && !shown.nodes.has(selected.node.index)) unselect();
  if (selected.node) byId("panel").replaceChildren(...entityPanel(selected.node));
  if (selected.link && !shown.links.some(({ link }) => link === selected.link)) unselect();
  draw();
  summarise();
  list();
}

/** The same after a filter was changed: what is left is brought back where most of it stands outside the window. */
function filtersChanged() {
  refresh();
  if (astray()) fit();
}

function summarise() {
  const whole = shown.nodes.size === nodes.length;
  byId("summary").textContent = whole
    ? say("summary", nodes.length, facts.length, articles.length) : say("shown", shown.nodes.size, nodes.length);
}

function list() {
  const text = byId("narrow").value;
  const found = (text.trim() ? find(text) : ranked).filter((node) => shown.nodes.has(node.index));
  byId("counted").textContent = say("found", found.length);
  byId("listed").replaceChildren(...found.slice(0, listedMost).map((node) => make("li", {},
    make("button", { type: "button", onclick: () => selectNode(node) }, dot(node.type),
      make("span", {}, node.name, make("small", {}, kindOf(node)))))));
  byId("more").hidden = found.length <= listedMost;
  byId("more").textContent = say("more", Math.min(PAGE, found.length - listedMost));
}

byId("narrow").addEventListener("input", () => { listedMost = PAGE; list(); });
byId("more").addEventListener("click", () => {
  const at = listedMost;
  listedMost += PAGE;
  list();
  byId("listed").children[at]?.querySelector("button").focus();
});

function toggleSidebar(open) {
  byId("sidebar").hidden = !open;
  byId("open-sidebar").setAttribute("aria-expanded", String(open));
}

function showTab(name) {
  for (const each of ["filters", "entities"]) {
    byId(each).hidden = each !== name;
    byId(`tab-${each}`).setAttribute("aria-selected", String(each === name));
    byId(`tab-${each}`).tabIndex = each === name ? 0 : -1;
  }
}

for (const [name, next] of [["filters", "entities"], ["entities", "filters"]]) {
  byId(`tab-${name}`).addEventListener("click", () => showTab(name));
  byId(`tab-${name}`).addEventListener("keydown", (event) => {
    if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
    showTab(next);
    byId(`tab-${next}`).focus();
  });
}
