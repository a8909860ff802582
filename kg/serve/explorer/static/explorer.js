// The search fields' suggestions (a combobox with a list, by the WAI-ARIA pattern), the display switches, and the key /.
// Everything shown goes in as text (textContent), never as markup.
(() => {
  "use strict";
  const list = document.createElement("ul");
  list.id = "kg-suggestions";
  list.className = "kg-suggestions";
  list.setAttribute("role", "listbox");
  list.hidden = true;
  const told = document.createElement("div");
  told.className = "kg-unseen";
  told.setAttribute("role", "status");
  let field = null, found = [], at = -1, asked = 0, timer = 0;

  const isField = (node) => node instanceof HTMLInputElement && node.dataset.suggest;
  const close = () => {
    list.hidden = true;
    found = [];
    at = -1;
    if (field) {
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
  };
  const span = (text, name) => {
    const made = document.createElement("span");
    made.textContent = text;
    made.className = name;
    return made;
  };
  const place = () => {
    const box = field.getBoundingClientRect();
    list.style.left = `${box.left + window.scrollX}px`;
    list.style.top = `${box.bottom + window.scrollY + 4}px`;
    list.style.width = `${Math.max(box.width, Math.min(320, window.innerWidth - box.left - 8))}px`;
  };
  const mark = (to) => {
    at = to;
    [...list.children].forEach((item, i) => item.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) {
      field.setAttribute("aria-activedescendant", list.children[at].id);
      list.children[at].scrollIntoView({ block: "nearest" });
    } else {
      field.removeAttribute("aria-activedescendant");
    }
  };
  const choose = (item) => {
    if (field.dataset.suggest === "open") {
      location.href = item.path;
    } else {
      field.value = item.id;
      close();
    }
  };
  const show = (items) => {
    found = items;
    list.replaceChildren(
      ...items.map((item, i) => {
        const row = document.createElement("li");
        row.id = `kg-suggestion-${i}`;
        row.setAttribute("role", "option");
        row.setAttribute("aria-selected", "false");
        const dot = span("", "kg-dot");
        dot.style.setProperty("--light", item.colours[0]);
        dot.style.setProperty("--dark", item.colours[1]);
        row.append(dot, span(item.name, "kg-suggested"));
        if (item.hit !== item.name) row.append(span(item.hit, "kg-dim"));
        row.append(span(item.class, "kg-dim kg-kind"));
        row.addEventListener("mousedown", (event) => event.preventDefault());
        row.addEventListener("click", () => choose(item));
        return row;
      }),
    );
    list.setAttribute("aria-label", field.dataset.list);
    list.hidden = !items.length;
    field.setAttribute("aria-expanded", String(!!items.length));
    field.setAttribute("aria-controls", list.id);
    told.textContent = items.length ? field.dataset.found.replace("#", items.length) : "";
    at = -1;
    place();
  };
  const ask = async () => {
    const mine = ++asked, text = field.value.trim(), asking = field;
    if (!text) return close();
    try {
      const answer = await fetch(`/suggest?q=${encodeURIComponent(text)}`);
      const items = answer.ok ? await answer.json() : [];
      if (mine === asked && document.activeElement === asking) show(items);
    } catch {
      close();
    }
  };

  document.addEventListener("input", (event) => {
    if (!isField(event.target) || event.isComposing) return;
    field = event.target;
    clearTimeout(timer);
    timer = setTimeout(ask, 60);
  });
  document.addEventListener("compositionend", (event) => {
    if (isField(event.target)) {
      field = event.target;
      ask();
    }
  });
  document.addEventListener("focusout", (event) => {
    if (isField(event.target)) close();
  });
  window.addEventListener("resize", close);
  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (isField(target)) {
      if (event.isComposing) return;
      field = target;
      const open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) return void ask();
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark((at + 1 + step + found.length + 1) % (found.length + 1) - 1);
      } else if (event.key === "Enter" && open && at >= 0) {
        event.preventDefault();
        choose(found[at]);
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        close();
      } else if (event.key === "Escape") {
        target.blur();
      }
      return;
    }
    const typing = target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const first = document.querySelector("main input[data-suggest=open]") || document.querySelector("input[data-suggest]");
      if (first) {
        event.preventDefault();
        first.focus();
        first.select();
      }
    }
  });
  document.addEventListener("click", (event) => {
    const set = event.target instanceof Element && event.target.closest("[data-set]");
    if (set) {
      document.cookie = `${set.dataset.set}; path=/; max-age=31536000; samesite=lax`;
      location.reload();
    }
  });
  document.addEventListener("DOMContentLoaded", () => document.body.append(list, told));
})();

// Shows all nodes of a chart's graph: its zoom and centre follow from where the layout has put them.
window.kgFit = (find) => {
  setTimeout(() => {
    const chart = find();
    const series = chart?.getModel().getSeriesByIndex(0);
    if (!series) return;
    const data = series.getData(), xs = [], ys = [];
    for (let i = 0; i < data.count(); i++) {
      const at = data.getItemLayout(i);
      if (at && isFinite(at[0]) && isFinite(at[1])) xs.push(at[0]), ys.push(at[1]);
    }
    if (!xs.length) return;
    const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const zoom = Math.min(chart.getWidth() / (right - left + 130), chart.getHeight() / (bottom - top + 70), 1.2);
    chart.setOption({ series: [{ zoom, center: [(left + right) / 2, (top + bottom) / 2 + 8] }] });
  }, 150);
};
