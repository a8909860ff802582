// Start: words in place, filters, the picture, and what keys and the window's size do.
function translate() {
  document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
  document.title = say("title");
  const texts = { title: "title", language: "other", "open-sidebar": "filters", "tab-filters": "filters", "tab-entities": "entities", nothing: nodes.length ? "nothing" : "empty" };
  for (const [id, key] of Object.entries(texts)) byId(id).textContent = say(key);
  const labels = { search: "search", narrow: "narrow", nearer: "nearer", farther: "farther", fit: "fit", hits: "entities", sidebar: "sidebar", panel: "entities", "close-sidebar": "close" };
  for (const [id, key] of Object.entries(labels)) byId(id).setAttribute("aria-label", say(key));
  for (const id of ["search", "narrow"]) byId(id).placeholder = say(id);
  for (const id of ["nearer", "farther", "fit"]) byId(id).title = say(id);
  document.querySelector(".tools").setAttribute("aria-label", say("toolbox"));
  document.querySelector("[role=tablist]").setAttribute("aria-label", say("sidebar"));
  byId("language").lang = lang === "zh" ? "en" : "zh-CN";
  buildFilters();
  if (selected.link) byId("panel").replaceChildren(...linkPanel(selected.link));
  refresh();
}

byId("language").addEventListener("click", () => { lang = lang === "zh" ? "en" : "zh"; translate(); });
byId("open-sidebar").addEventListener("click", () => {
  toggleSidebar(byId("sidebar").hidden);
  if (narrow() && !byId("sidebar").hidden) unselect();
  draw();
});
byId("close-sidebar").addEventListener("click", () => { toggleSidebar(false); byId("open-sidebar").focus(); });
byId("nearer").addEventListener("click", () => zoomBy(1.4));
byId("farther").addEventListener("click", () => zoomBy(1 / 1.4));
byId("fit").addEventListener("click", fit);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("panel").hidden) leavePanel();
  else if (event.key === "/" && !["INPUT", "SELECT"].includes(document.activeElement?.tagName)) {
    event.preventDefault();
    byId("search").focus();
  }
});
darkly.addEventListener("change", translate);
let resizing = 0;
new ResizeObserver(() => {
  if (chart.getWidth() === byId("chart").clientWidth && chart.getHeight() === byId("chart").clientHeight) return;
  cancelAnimationFrame(resizing);
  resizing = requestAnimationFrame(() => { chart.resize(); draw(orient()); });
}).observe(byId("chart"));

function openFromAddress() {
  const id = decodeURIComponent(location.hash.slice(1));
  const node = nodes.find((each) => each.id === id);
  if (node) showNode(node);
}

chart.on("finished", () => { document.documentElement.dataset.drawn = "yes"; });
if (narrow()) toggleSidebar(false);
orient();
translate();
openFromAddress();
addEventListener("hashchange", openFromAddress);
