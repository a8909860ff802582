// The picture. ECharts draws it; positions come with the page.
const chart = echarts.init(byId("chart"));
// Above so many nodes or lines: no arrows, nothing dimmed where the mouse passes. Up to FEW lines: all are captioned.
const LARGE = 1500, FEW = 24;
// A point nearer than this to the panel, in pixels, counts as covered: its label may be.
const NEAR = 28;
const selected = { node: null, link: null };
let box = measured();

/** The frame of all points, whether shown or not; never less than a handful of points needs. */
function measured() {
  return nodes.reduce((b, n) => ({
    left: Math.min(b.left, n.x - n.size / 2), right: Math.max(b.right, n.x + n.size / 2),
    top: Math.min(b.top, n.y - n.size / 2), bottom: Math.max(b.bottom, n.y + n.size / 2),
  }), { left: -100, right: 100, top: -80, bottom: 80 });
}

/** Lay the picture, which is wider than high, on its side where the window is higher than wide. */
let turned = false;
function orient() {
  const wanted = chart.getWidth() < chart.getHeight() * 0.8;
  if (wanted === turned) return {};
  turned = wanted;
  for (const node of nodes) [node.x, node.y] = [node.y, node.x];
  box = measured();
  return { zoom: 1, center: null };
}

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const narrow = () => innerWidth <= 700;

/** The room beside the sidebar that the whole picture is fitted into, in pixels. */
function room() {
  const width = chart.getWidth(), height = chart.getHeight();
  const left = !narrow() && !byId("sidebar").hidden ? 290 : narrow() ? 40 : 44;
  const edge = narrow() ? 40 : 44, top = narrow() ? 24 : 30;
  return { left, top, width: Math.max(width - left - edge, 80), height: Math.max(height - top - edge, 80) };
}

/** Pixels for a unit of the layout while nothing is zoomed. */
const unit = () => Math.min(room().width / (box.right - box.left), room().height / (box.bottom - box.top));

/** Where the whole picture stands in its room while nothing is zoomed: its shape is kept. */
function place() {
  const whole = room(), scale = unit();
  const width = (box.right - box.left) * scale, height = (box.bottom - box.top) * scale;
  return { left: whole.left + (whole.width - width) / 2, top: whole.top + (whole.height - height) / 2, width, height };
}

const pixels = (node) => Math.max(3, Math.min(node.size * unit(), node.size * 1.3, 50));
const growth = () => (nodes.length > 1500 ? 0.6 : nodes.length > 150 ? 0.45 : 0.25);

/** The entities of the selection and beside it; null where nothing is selected. */
function lit() {
  if (selected.link) return new Set([selected.link.source, selected.link.target]);
  if (!selected.node) return null;
  const near = shown.links.filter(({ link }) => link.source === selected.node.index || link.target === selected.node.index);
  return new Set([selected.node.index, ...near.flatMap(({ link }) => [link.source, link.target])]);
}

function drawnNode(index, near, ground) {
  const node = nodes[index];
  const dim = near !== null && !near.has(index), chosen = selected.node === node;
  const size = pixels(node);
  return {
    id: String(index), name: node.name, x: node.x, y: node.y, symbolSize: size,
    itemStyle: {
      color: classColour(node.type), opacity: dim ? 0.16 : 1, borderColor: chosen ? css("--ink") : ground,
      borderWidth: chosen ? 2.5 : size > 9 ? 1.5 : 0.5,
    },
    label: { show: !dim, fontWeight: chosen || node.size > 34 ? 600 : 400, fontSize: node.size > 34 ? 13 : 12 },
  };
}

function drawnLink({ link, facts: of }, near) {
  const chosen = selected.link === link;
  const mine = selected.node !== null && (link.source === selected.node.index || link.target === selected.node.index);
  const dim = near !== null && !chosen && !mine;
  const forward = of.some((f) => f.subject === link.source && !properties[f.property].symmetric);
  const backward = of.some((f) => f.subject !== link.source && !properties[f.property].symmetric);
  const arrows = shown.links.length <= LARGE && !dim;
  return {
    source: String(link.source), target: String(link.target), link: link.index,
    symbol: [arrows && backward ? "arrow" : "none", arrows && forward ? "arrow" : "none"],
    lineStyle: {
      color: css(chosen || mine ? "--quiet" : "--line"), width: Math.min(1 + Math.log2(of.length) * 0.8, 4) + (chosen ? 1.5 : 0),
      opacity: dim ? 0.07 : chosen || mine ? 0.95 : shown.links.length > LARGE ? 0.35 : 0.6,
      type: of.every((f) => f.status !== "asserted") ? "dashed" : "solid",
    },
  };
}

/** Captions of lines are points without a body in their middles, so that they make room like all other labels. */
function captions(near) {
  const told = near === null && shown.links.length > FEW ? [] : shown.links.filter(({ link }) => (
    near === null || selected.link === link || (near.size <= 24 && selected.node !== null
      && (link.source === selected.node.index || link.target === selected.node.index))));
  return told.map(({ link, facts: of }) => ({
    id: `=${link.index}`, name: caption(of), draggable: false, symbolSize: 0.1, itemStyle: { color: "transparent", borderWidth: 0 },
    x: (nodes[link.source].x + nodes[link.target].x) / 2, y: (nodes[link.source].y + nodes[link.target].y) / 2,
    label: { position: "inside", fontSize: 11, color: css("--quiet") }, emphasis: { disabled: true },
  }));
}

/** What a line says: its properties, from the side of what they are stated of. */
function caption(of) {
  const all = [...new Set(of.map((fact) => properties[fact.property][lang]))];
  return all.slice(0, 3).join(lang === "zh" ? "、" : ", ") + (all.length > 3 ? " …" : "");
}

/** A name in up to three lines of like length, none longer than eleven ideographs; a Latin word stays whole. */
function wrapped(name) {
  const letters = [...name.replace(/\s+/g, " ")], wide = (letter) => (letter > "\u2e7f" ? 2 : 1);
  const whole = letters.reduce((sum, letter) => sum + wide(letter), 0), lines = Math.min(3, Math.ceil(whole / 22));
  const rows = [""];
  let length = 0;
  letters.forEach((letter, at) => {
    const inWord = /\w/.test(letter) && /\w/.test(letters[at - 1] ?? "");
    if (length >= Math.min(whole / lines, 22) && rows.length < lines && !inWord) { rows.push(""); length = 0; }
    rows[rows.length - 1] += letter;
    length += wide(letter);
  });
  return rows.map((row) => (row.length > 30 ? `${row.slice(0, 29)}…` : row)).join("\n");
}

/** Invisible points in the corners keep the picture's frame, whatever is filtered out. */
const corners = () => [["<", box.left, box.top], [">", box.right, box.bottom]].map(([id, x, y]) => (
  { id, name: "", x, y, symbol: "none", symbolSize: 0, label: { show: false } }));

/** Draw all anew; `view` (zoom and centre) moves the picture at the same time. */
function draw(view = {}) {
  const near = lit(), ground = css("--ground");
  const size = nodes.length;
  chart.setOption({
    animation: false,
    series: [{
      id: "graph", type: "graph", layout: "none", roam: true, draggable: size <= LARGE, cursor: "pointer",
      ...place(), ...view,
      scaleLimit: { min: 0.5, max: Math.max(8, 3 / unit()) }, nodeScaleRatio: growth(),
      data: [...corners(), ...captions(near), ...ranked.filter((n) => shown.nodes.has(n.index)).reverse().map((n) => drawnNode(n.index, near, ground))],
      links: shown.links.map((each) => drawnLink(each, near)),
      edgeSymbolSize: Math.max(4, Math.min(7, 8 * unit())),
      label: {
        show: true, position: "bottom", distance: 3, formatter: ({ data: { name } }) => wrapped(name), lineHeight: 15,
        color: css("--ink"), textBorderColor: ground, textBorderWidth: 3, minMargin: size > 300 ? 14 : 4,
        fontFamily: getComputedStyle(document.documentElement).fontFamily,
      },
      labelLayout: labelPlace,
      emphasis: {
        focus: near === null && size <= LARGE ? "adjacency" : "none", scale: 1.12, label: { show: true, fontWeight: 600 },
        lineStyle: { opacity: 1, color: css("--quiet") },
      },
      blur: { itemStyle: { opacity: 0.16 }, lineStyle: { opacity: 0.06 }, label: { opacity: 0 } },
    }],
  });
  byId("chart").setAttribute("aria-label", say("picture", shown.nodes.size, shown.links.length));
  byId("nothing").hidden = shown.nodes.size > 0;
}

/** The view in which these entities fill the room that sidebar and panel leave free, `most` pixels a unit or less. */
function framing(members, most = 3) {
  const all = members.filter((node) => shown.nodes.has(node.index));
  if (all.length === 0 || members.length === nodes.length) return { zoom: 1, center: null };
  const left = Math.min(...all.map((n) => n.x)) - 60, right = Math.max(...all.map((n) => n.x)) + 60;
  const top = Math.min(...all.map((n) => n.y)) - 50, bottom = Math.max(...all.map((n) => n.y)) + 60;
  const free = freeRoom();
  const zoom = Math.min(free.width / (right - left), free.height / (bottom - top)) / unit();
  return viewOn(Math.max(1, Math.min(zoom, most / unit())), (left + right) / 2, (top + bottom) / 2);
}

/** What sidebar, panel and sheets leave of the picture, in pixels. */
function freeRoom() {
  const whole = room(), panel = byId("panel");
  if (panel.hidden) return whole;
  if (narrow()) return { ...whole, height: Math.max(whole.height - panel.offsetHeight, 80) };
  return { ...whole, width: Math.max(whole.width - panel.offsetWidth, 80) };
}

/** The view with the point (x, y) of the layout in the middle of the free room. */
function viewOn(zoom, x, y) {
  const free = freeRoom();
  return viewAt(zoom, x, y, free.left + free.width / 2, free.top + free.height / 2);
}

/** The view with the point (x, y) of the layout at the pixel (left, top). */
function viewAt(zoom, x, y, left, top) {
  const whole = room(), scale = unit() * zoom;
  const dx = left - (whole.left + whole.width / 2), dy = top - (whole.top + whole.height / 2);
  return { zoom, center: [x - dx / scale, y - dy / scale] };
}

const pixelOf = (x, y) => chart.convertToPixel({ seriesId: "graph" }, [x, y]);
const zoomNow = () => chart.getModel().getSeriesByIndex(0).get("zoom") ?? 1;

/** The view at the same zoom in which the panel does not cover the point (x, y); {} where it does not now. */
function uncovered(x, y) {
  const [left, top] = pixelOf(x, y), free = freeRoom(), panel = byId("panel");
  const beside = left < panel.offsetLeft - NEAR, above = top < panel.offsetTop - NEAR;
  if (beside || above || top > panel.offsetTop + panel.offsetHeight + NEAR) return {};
  return narrow() ? viewAt(zoomNow(), x, y, left, Math.min(top, free.top + free.height))
    : viewAt(zoomNow(), x, y, Math.min(left, free.left + free.width), top);
}

/** Whether most of what the filters leave stands outside the room. */
function astray() {
  const all = nodes.filter((node) => shown.nodes.has(node.index)), width = chart.getWidth(), height = chart.getHeight();
  const inside = all.filter((node) => {
    const [x, y] = pixelOf(node.x, node.y);
    return x >= 0 && x <= width && y >= 0 && y <= height;
  });
  return inside.length * 2 < all.length;
}

const fit = () => chart.setOption({ series: [{ id: "graph", ...framing(nodes.filter((n) => shown.nodes.has(n.index))) }] });

/**
 * Labels make room for each other, and one of a point near the window's edge moves inwards. The rectangles are those of
 * the last whole drawing, so a label's width holds while one zooms, but its place does not.
 */
function labelPlace({ dataIndex, labelRect }) {
  const [x, y] = chart.getModel().getSeriesByIndex(0).getData().getItemLayout(dataIndex) ?? [NaN, NaN];
  const width = chart.getWidth(), [middle] = pixelOf(x, y), half = labelRect.width / 2 + 4;
  if (!(middle >= 0 && middle <= width) || 2 * half > width) return { hideOverlap: true };
  return { hideOverlap: true, dx: Math.max(half, Math.min(middle, width - half)) - middle };
}

const zoomBy = (factor) => chart.dispatchAction({
  type: "graphRoam", seriesId: "graph", zoom: factor, originX: chart.getWidth() / 2, originY: chart.getHeight() / 2,
});

chart.on("click", (event) => {
  if (event.dataType === "edge") selectLink(links[event.data.link]);
  else if (event.data.id.startsWith("=")) selectLink(links[Number(event.data.id.slice(1))]);
  else selectNode(nodes[Number(event.data.id)], false);
});
chart.getZr().on("click", (event) => { if (!event.target) unselect(); });

// What a line says, beside the mouse.
chart.on("mouseover", (event) => {
  if (event.dataType !== "edge") return;
  const tip = byId("tip");
  tip.textContent = caption(links[event.data.link].facts.filter((fact) => shown.facts.has(fact)));
  tip.style.left = `${event.event.offsetX + 12}px`;
  tip.style.top = `${event.event.offsetY + 12}px`;
  tip.hidden = false;
});
for (const name of ["mouseout", "globalout", "graphroam"]) chart.on(name, () => { byId("tip").hidden = true; });

// A dragged point stays where it was put when the picture is drawn again.
chart.on("mouseup", (event) => {
  if (event.dataType !== "node" || event.data.id.startsWith("=")) return;
  const place = chart.getModel().getSeriesByIndex(0).getData().getItemLayout(event.dataIndex);
  const node = nodes[Number(event.data.id)];
  if (!place || (place[0] === node.x && place[1] === node.y)) return;
  [node.x, node.y] = place;
  if (captions(lit()).length > 0) draw();
});
