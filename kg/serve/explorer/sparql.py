"""The SPARQL page: an editor with examples, and answers as a table or as a graph, within the server's limits."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from nicegui import context, ui

from kg.errors import KgError
from kg.resources import ontology_dir
from kg.serve.explorer.answers import Table, read_answer, show_graph, show_table
from kg.serve.explorer.charts import is_dark, later
from kg.serve.explorer.frame import View, button, open_page, tag
from kg.serve.explorer.words import Speech
from kg.serve.pool import Pool

START = """SELECT ?name ?edition {
  ?who kg:exhibitsAt ?event ; skos:prefLabel ?name .
  ?event skos:prefLabel ?edition
}
ORDER BY ?edition ?name
LIMIT 100
"""
# Beyond this a query no longer fits into an address that every browser and proxy takes.
LONGEST = 6000
_PLACE = re.compile(r"at line (\d+), column \d+")


@dataclass(frozen=True, slots=True)
class Example:
    """An example query: its name, and the question it answers (by language), from the first line of its file."""

    name: str
    questions: tuple[str, str]
    text: str

    def question(self, say: Speech) -> str:
        """The question in a language."""
        return self.questions[say.language == "en"]


def examples() -> list[Example]:
    """The example queries that come with the package, by file name; none where they are not installed."""
    data = ontology_dir().parent
    folder = next((f for f in (data / "queries", data / "docs" / "queries") if f.is_dir()), None)
    return [_example(path) for path in sorted(folder.glob("*.rq"))] if folder else []


def _example(path: Path) -> Example:
    text = path.read_text(encoding="utf-8")
    first = text.partition("\n")[0]
    chinese, _, english = first.removeprefix("#").partition("·") if first.startswith("#") else ("", "", "")
    return Example(path.stem, (chinese.strip() or path.stem, english.strip() or chinese.strip() or path.stem), text)


def query_page(view: View, pool: Pool, text: str, *, evidence: bool) -> None:
    """The page; a query given in its address is run at once."""
    say = view.say
    open_page(view, say("query_title"))
    tag("h1", say("query_title"))
    known = examples()
    if known:
        with tag("label", "", "kg-choose"):
            tag("span", say("query_examples"))
            with tag("select", "", "kg-select") as chooser:
                tag("option", say("query_choose"), value="")
                for at, example in enumerate(known):
                    tag("option", example.question(say), value=str(at + 1))
    editor = ui.codemirror(text or START, language="SPARQL", theme="vscodeLight", line_wrapping=True, indent="  ")
    editor.classes("kg-editor")
    with tag("div", "", "kg-tools"):
        pressed = button(say("run"), "kg-primary", lambda: run())
        with tag("label", "", "kg-check"):
            box = tag("input", "", type="checkbox")
            if evidence:
                box.props["checked"] = True
            tag("span", say("query_evidence"))
        tag("span", say("run_hint"), "kg-dim kg-small")
    place = tag("div", "", "kg-answer", aria_live="polite")
    state = {"evidence": evidence, "busy": False}
    box.on("change", lambda e: state.update(evidence=bool(e.args)), js_handler="(e) => emit(e.target.checked)")

    async def run() -> None:
        if state["busy"]:
            return
        state["busy"] = True
        pressed.text = say("running")
        try:
            await _run(view, pool, editor, place, evidence=bool(state["evidence"]))
        finally:
            state["busy"] = False
            pressed.text = say("run")

    async def ready() -> None:
        _prepare(editor, say("query_label"))
        if text:
            await run()

    editor.map_key("Mod-Enter", run)
    if known:

        async def choose(chosen: int) -> None:
            if 0 < chosen <= len(known):
                editor.value = known[chosen - 1].text
                await run()

        chooser.on("change", lambda e: choose(int(e.args or 0)), js_handler="(e) => emit(e.target.value)")
    later(ready)


def _prepare(editor: ui.codemirror, label: str) -> None:
    """Name the editor for screen readers, and give it the page's shade."""
    ui.run_javascript(
        f"""(async () => {{
            const root = getHtmlElement({editor.id});
            for (let i = 0; i < 100 && !root?.querySelector('.cm-content'); i++)
                await new Promise((r) => setTimeout(r, 50));
            root?.querySelector('.cm-content')?.setAttribute('aria-label', {json.dumps(label)});
            root?.querySelector('.cm-scroller')?.setAttribute('tabindex', '-1');
        }})()"""
    )

    async def shade() -> None:
        if await is_dark():
            editor.theme = "githubDark"

    ui.timer(0.01, shade, once=True)


async def _run(view: View, pool: Pool, editor: ui.codemirror, place: Any, *, evidence: bool) -> None:
    text = editor.value
    address = "/query?" + urlencode({"query": text, **({"evidence": "true"} if evidence else {})})
    if len(address) <= LONGEST:
        ui.run_javascript(f"history.replaceState(null, '', {json.dumps(address)})")
    editor.decorations = []
    try:
        answer = await pool.query(text, rows="json", triples="ntriples", evidence=evidence)
    except KgError as error:
        found: Table | str = str(error)
    else:
        found = read_answer(answer, view)
    if context.client.is_deleted:
        return
    place.clear()
    with place:
        if isinstance(found, str):
            _mistake(editor, found)
        else:
            _answer(view, found, text, evidence=evidence)


def _mistake(editor: ui.codemirror, message: str) -> None:
    tag("pre", message, "kg-error", role="alert")
    line = _PLACE.search(message)
    if line and 0 < int(line[1]) <= len(editor.value.split("\n")):
        editor.decorations = [{"kind": "line", "line": int(line[1]), "class": "kg-error-line"}]


def _answer(view: View, found: Table, text: str, *, evidence: bool) -> None:
    say = view.say
    with tag("div", "", "kg-tools"):
        tag("strong", say.many(len(found.rows), "row", "rows") if found.answer is None else "")
        shown = {"table": button(say("as_table"), "kg-quiet", lambda: turn("table"))}
        if found.answer is None:
            shown["graph"] = button(say("as_graph"), "kg-quiet", lambda: turn("graph"))
        for form, name in (("csv", "CSV"), ("json", "JSON")) if not found.triples else (("turtle", "Turtle"),):
            address = "/sparql?" + urlencode(
                {"query": text, "format": form, **({"evidence": "true"} if evidence else {})}
            )
            tag("a", say("download", form=name), "kg-quiet-link", href=address, download=f"answer.{form}")
    place = tag("div")

    def turn(which: str) -> None:
        for name, pressed in shown.items():
            pressed.props["aria-pressed"] = "true" if name == which else "false"
            pressed.update()
        place.clear()
        with place:
            (show_graph if which == "graph" else show_table)(view, found)

    turn("table")
