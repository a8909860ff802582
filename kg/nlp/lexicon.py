"""Seed knowledge: known names with their classes and aliases, name endings, titles, surnames."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Literal

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.errors import ResourceError
from kg.identity import squeeze

# Files are read in this order; where two list the same form, the earlier one gives it its meaning.
NAME_FILES = (
    "places", "government", "international", "media", "institutions", "associations", "companies", "series", "venues",
    "works", "products", "people",
)  # fmt: skip


Names = Literal["all", "none"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A known thing: canonical name, class (local name), other names, and the name of what it is part of."""

    name: str
    type: str
    aliases: tuple[str, ...] = ()
    part_of: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Suffix:
    """An ending that forms names of a class; a weak one needs a second sign (the tagger, a title after it …)."""

    text: str
    type: str
    weak: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A known form met in a text."""

    start: int
    end: int
    entry: Entry


_UNIT_ENDS = "科系室处所院部"
_SURROGATE = re.compile("[\ud800-\udfff]")


def sound(text: str) -> str:
    """The text with lone surrogates, which are no characters, replaced one by one; offsets stay."""
    return _SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True)
class Lexicon:
    """Everything read from `seeds/lexicons/`; immutable, shared by all stages. `more` are an article's own forms."""

    entries: tuple[Entry, ...]
    by_form: Mapping[str, Entry]
    suffixes: tuple[Suffix, ...]
    titles: Mapping[str, str]
    surnames: frozenset[str]
    word_lists: Mapping[str, frozenset[str]]
    more: Mapping[str, Entry] = field(default_factory=dict)

    @cached_property
    def _automaton(self) -> tuple[AhoCorasick, tuple[str, ...]]:
        forms = tuple(sorted(f for f in self.by_form if len(f) > 1))
        return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest), forms

    @cached_property
    def _title_automaton(self) -> AhoCorasick:
        return AhoCorasick(tuple(sorted(self.titles)), matchkind=MatchKind.Standard)

    def title_spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Start and end of every listed title in the text; overlapping ones are one (副总 + 总工程师 → 副总工程师), but
        for a unit's head that only seems to stand there (心内[科主任]医师 → 主任医师)."""
        matches = self._title_automaton.find_matches_as_indexes(sound(text), overlapping=True)
        begin = last = -1
        for _, start, end in sorted(matches, key=lambda m: (m[1], m[2])):
            if start >= last:
                if begin >= 0:
                    yield begin, last
                begin = start
            elif start == begin + 1 and end > last and text[begin] in _UNIT_ENDS:
                begin = start
            last = max(last, end)
        if begin >= 0:
            yield begin, last

    @cached_property
    def suffix_types(self) -> Mapping[str, Suffix]:
        """Ending → what it forms."""
        return {s.text: s for s in self.suffixes}

    @cached_property
    def suffix_lengths(self) -> Mapping[str, tuple[int, ...]]:
        """Last character of an ending → the lengths of all that close so, longest first."""
        return _lengths((s.text for s in self.suffixes), -1)

    @cached_property
    def form_lengths(self) -> Mapping[str, tuple[int, ...]]:
        """First character of a known name → the lengths of all that open so, longest first."""
        return _lengths(self.by_form, 0)

    def find(self, text: str) -> Iterator[Found]:
        """Known names in the text, leftmost longest, not overlapping (one-character forms are never found)."""
        automaton, forms = self._automaton
        for which, start, end in automaton.find_matches_as_indexes(sound(text)):
            yield Found(start, end, self.by_form[forms[which]])

    def words(self, name: str) -> frozenset[str]:
        """The word list `words/<name>.txt`; empty if there is none."""
        return self.word_lists.get(name, frozenset())

    def opening(self, text: str, start: int, end: int, *kinds: str) -> tuple[Entry, int] | None:
        """The longest known name that begins at `start` and ends before `end` (with its end), of the given classes."""
        by_form, more = self.by_form, self.more
        for length in self.form_lengths.get(text[start : start + 1], ()):
            stop = start + length
            if length < 2 or stop > end:
                continue
            form = text[start:stop]
            entry = by_form.get(form) or more.get(form)
            if entry is not None and (not kinds or entry.type in kinds):
                return entry, stop
        return None

    def with_names(self, entries: Iterable[Entry]) -> Lexicon:
        """This lexicon and some more names, for `get` and `opening`; `find` does not look for the new ones."""
        more = dict(self.more)
        for entry in entries:
            for form in entry.forms:
                if form not in self.by_form:
                    more.setdefault(form, entry)
        longer = replace(self, more=more)
        for name in ("_automaton", "_title_automaton", "suffix_types", "suffix_lengths"):
            vars(longer)[name] = getattr(self, name)  # dear to make, and the same
        lengths = dict(self.form_lengths)
        for form in more:
            lengths[form[:1]] = tuple(sorted({*lengths.get(form[:1], ()), len(form)}, reverse=True))
        vars(longer)["form_lengths"] = lengths
        return longer

    def get(self, form: str) -> Entry | None:
        """The entry that a name or alias belongs to."""
        return self.by_form.get(form) or self.more.get(form)


def _lengths(forms: Iterable[str], at: int) -> dict[str, tuple[int, ...]]:
    """The character at `at` → the lengths of all forms with it there, longest first."""
    found: dict[str, set[int]] = {}
    for form in forms:
        if form:
            found.setdefault(form[at], set()).add(len(form))
    return {char: tuple(sorted(lengths, reverse=True)) for char, lengths in found.items()}


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: cannot be read: {error}") from error
    for number, line in enumerate(lines[1:], 2):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not cells[0] or len(cells) > columns:
            raise ResourceError(f"{path}:{number}: expected 1 to {columns} columns, the first not empty")
        yield cells + [""] * (columns - len(cells))


def _names(directory: Path, stems: Iterable[str] = NAME_FILES) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for stem in stems:
        path = directory / "names" / f"{stem}.tsv"
        if not path.exists():
            continue
        for name, kind, aliases, part_of in _rows(path, 4):
            known = tuple(a for a in (a.strip() for a in aliases.split("|")) if a)
            entries.append(Entry(name, kind, known, part_of))
    return tuple(entries)


def _forms(entries: tuple[Entry, ...]) -> dict[str, Entry]:
    """Form → entry: a canonical name outweighs an alias, an earlier entry a later one."""
    forms: dict[str, Entry] = {}
    for entry in entries:
        forms.setdefault(entry.name, entry)
    for entry in entries:
        for alias in entry.aliases:
            if squeeze(alias):
                forms.setdefault(alias, entry)
    return forms


def load_lexicon(directory: Path, names: Names = "all") -> Lexicon:
    """Read the lexicons under `directory`.

    With `names="none"` only countries, provinces and ministries stay of the names, and all word lists: what a reader
    who has never heard of anybody would still know. ResourceError names the file and line of a malformed row.
    """
    entries = _names(directory)
    if names == "none":
        entries = tuple(e for e in entries if _basic(e))
    if not entries:
        raise ResourceError(f"{directory}: no names/*.tsv found")
    suffixes = tuple(Suffix(text, kind, weak == "weak") for text, kind, weak in _rows(directory / "suffixes.tsv", 3))
    titles = {row[0]: row[1] for row in _rows(directory / "titles.tsv", 2)}
    lists = {p.stem: _word_list(p) for p in sorted((directory / "words").glob("*.txt"))}
    return Lexicon(entries, _forms(entries), suffixes, titles, _word_list(directory / "surnames.txt"), lists)


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What matching names across articles needs of the lexicon.

    `areas`: names of administrative areas, with and without 省 or 市; `bodies`: short names of organizations with the
    canonical name of each.
    """

    areas: frozenset[str] = frozenset()
    bodies: Mapping[str, str] = field(default_factory=dict)


_BODIES = ("government", "international", "institutions", "associations")


def load_known_names(directory: Path, names: Names = "all") -> KnownNames:
    """Known names of areas and bodies; `names` as for `load_lexicon`."""
    places = [e for e in _names(directory, ("places",)) if names == "all" or _basic(e)]
    bodies = [e for e in _names(directory, _BODIES) if names == "all" or _basic(e)]
    forms = {form for entry in places for form in entry.forms}
    areas = forms | {form + end for form in forms for end in "省市" if len(form) == 2}
    return KnownNames(frozenset(areas), {a: e.name for e in reversed(bodies) for a in e.aliases if len(a) > 1})


def _basic(entry: Entry) -> bool:
    """Countries (within nothing), provinces (within 中国), and the state's bodies under the 国务院."""
    if entry.type == "AdministrativeArea":
        return entry.part_of in ("", "中国")
    return entry.type == "GovernmentBody" and (entry.name == "国务院" or entry.part_of == "国务院")


def _word_list(path: Path) -> frozenset[str]:
    """Words parted by white space; lines that begin with # are comments."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(f"{path}: cannot be read: {error}") from error
    return frozenset(w for line in lines if not line.startswith("#") for w in line.split())
