"""Relation patterns as data: a small language over masked sentences, read from YAML.

    由{host:Agent+}(联合|共同)?{role:主办|承办}的?{event:Event}

`{name:Type}` is a slot, `{Type}` one whose filler does not matter, `{name:Type+}` a coordinated list (A、B和C),
`{role:…}` and `{at:…}` are words that are kept (the first becomes the claim's role, both say where the statement is
made), `~` is a short gap inside a clause without slots, `≈` one that may also hold dates, figures and places, `~~` a
longer one that may hold any slot and commas but no full stop. `<name>` stands for the words of a `macros` entry.
A row with `posts: aside` is matched on the sentence without the posts at people's names: rows of people are lists then.
Everything else is a regular expression. A row with `class` instead of a property says which names are of a class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import ResourceError
from kg.nlp.masked import MARKS, Masked, Slot, without_posts
from kg.nlp.needs import needs
from kg.nlp.yaml_files import read_yaml

VERB_FILES = ("attribution.yaml", "positions.yaml")
"""Files beside the rules that hold verbs: of saying (`kg.nlp.attribution`), of holding a post (`kg.nlp.holding`)."""

_KINDS: dict[str, str] = {
    "Org": MARKS["Organization"],
    "Person": MARKS["Person"],
    "Agent": MARKS["Organization"] + MARKS["Person"],
    "Host": MARKS["Organization"] + MARKS["Person"] + MARKS["AdministrativeArea"],
    "Event": MARKS["Event"],
    "Venue": MARKS["Venue"],
    "Area": MARKS["AdministrativeArea"],
    "Place": MARKS["Venue"] + MARKS["AdministrativeArea"],
    "Work": MARKS["Work"],
    "Product": MARKS["Product"],
    "Title": MARKS["Title"],
    "Date": MARKS["Date"],
    "Quantity": MARKS["Quantity"],
    "Any": "".join(MARKS.values()),
}
_ALL = "".join(MARKS.values())
_STRANGER = f"(?:[^，。；！？：、的等和与及\n{_ALL}]{{2,8}}、)?"  # a member that nobody recognized
_JOIN = f"(?:、{_STRANGER}|，(?:以及|及|和|与)?|以及|和|与|及|暨|同|/)"
_OTHERS = f"(?:等[^，。；！？：、\n{_ALL}]{{0,8}}{MARKS['Title']}{{0,2}}(?=，))"  # 张某等有关负责人，李某
_GAP = f"(?:[^，。；！？：、\n{_ALL}]{{0,12}}?)"
_LONG_GAP = "(?:[^。；！？\n]{0,40}?)"
_SIDE = "".join(MARKS[k] for k in ("Date", "Quantity", "Venue", "AdministrativeArea"))
_WIDE_GAP = f"(?:[^，。；！？：、\n{''.join(sorted(set(_ALL) - set(_SIDE)))}]{{0,20}}?)"
# A gap under a star can be cut in exponentially many ways.
_STARRED_GAP = re.compile(r"\((?:[^()]|\([^()]*\))*[~≈](?:[^()]|\([^()]*\))*\)[*+]")
_SLOT = re.compile(r"\{(?:(\w+):)?([^{}]*[^{}\d,][^{}]*)\}|\{(role|at):\}|~~|~|≈")


def _element(kind: str) -> str:
    """One member of a list, led by what modifies it: a place before a name, an employer and titles before a person."""
    lead = f"[{MARKS['AdministrativeArea']}{MARKS['Organization']}{MARKS['Title']}]{{0,4}}?的?"
    return f"(?:{lead})[{kind}]"


def _list(kind: str) -> str:
    """A coordinated list: A、B和C."""
    one = _element(kind)
    join = f"(?:{_OTHERS}?{_JOIN})" if kind == MARKS["Person"] else _JOIN
    return f"{one}(?:{join}{one})*"


@cache
def _compile(source: str, where: str) -> re.Pattern[str]:
    """The pattern as a regular expression, made when first asked for: all of them would take a third of a second."""

    def part(match: re.Match[str]) -> str:
        if match[0] == "~":
            return _GAP
        if match[0] == "~~":
            return _LONG_GAP
        if match[0] == "≈":
            return _WIDE_GAP
        name, what = match[1], match[2]
        if match[3] or name in ("role", "at"):
            return f"(?P<{match[3] or name}>{(what or '').replace('~', _GAP)})"
        kind = _KINDS.get(what.rstrip("+"))
        if kind is None:
            raise ResourceError(f"{where}: unknown slot type {what!r} in {source!r}")
        body = _list(kind) if what.endswith("+") else f"[{kind}]"
        return f"(?P<{name}>{body})" if name else f"(?:{body})"

    if _STARRED_GAP.search(source):
        raise ResourceError(f"{where}: a gap (~, ≈) may not stand under * or + in {source!r}")
    try:
        return re.compile(_SLOT.sub(part, source))
    except re.error as error:
        raise ResourceError(f"{where}: {source!r} is not a pattern: {error}") from error


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence in corpus notation ([[name|LABEL]]) and the pairs it states (none: a counter-example)."""

    text: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """The patterns of one relation. `subject` and `object` name slots; a slot that a pattern lacks is the topic.

    `topic` is the kind that may fill a missing slot; `like` says for a slot what a name in it must look like (…论坛 …);
    `confidence` is in 0..1; `sources` are the patterns as written, macros put in; `where` names the file and the rule's
    number in it; `needs` says of each pattern what a sentence must hold (see `kg.nlp.needs`); `posts_aside` asks for
    the sentence without the posts at people's names.
    """

    property: str
    subject: str
    object: str
    confidence: float
    sources: tuple[str, ...]
    topic: str
    like: Mapping[str, re.Pattern[str]]
    examples: tuple[Example, ...]
    where: str
    needs: tuple[tuple[frozenset[str], ...], ...]
    posts_aside: bool = False

    def candidates(self, signs: frozenset[str]) -> Iterator[re.Pattern[str]]:
        """The patterns that can match a sentence with these characters."""
        for source, need in zip(self.sources, self.needs, strict=True):
            if True not in map(signs.isdisjoint, need):
                yield _compile(source, self.where)


@dataclass(frozen=True, slots=True)
class Match:
    """A rule met in a sentence: the slots of each side, empty where the topic fills it."""

    rule: Rule
    subjects: tuple[Slot, ...]
    objects: tuple[Slot, ...]
    role: str
    at: int
    start: int
    end: int


def _expand(source: str, macros: Mapping[str, str], where: str) -> str:
    """Replace `<name>` by the macro's words."""

    def words(match: re.Match[str]) -> str:
        if match[1] not in macros:
            raise ResourceError(f"{where}: unknown macro <{match[1]}> in {source!r}")
        return f"(?:{macros[match[1]]})"

    return re.sub(r"(?<!\(\?)(?<!\(\?P)<([a-z]\w*)>", words, source)


def _check_slots(raw: Mapping[str, Any], sources: Sequence[str]) -> None:
    """Raise ValueError where a slot has a name that is no side of the relation: it could never say anything."""
    sides = (str(raw["subject"]), str(raw["object"]))
    for source in sources:
        named = [m[1] for m in _SLOT.finditer(source) if m[1]]
        strange = [name for name in named if name not in (*sides, "role", "at")]
        if strange:
            raise ValueError(f"the slot {strange[0]!r} of {source!r} is neither {sides[0]!r} nor {sides[1]!r}")


_KEYS = frozenset({"property", "subject", "object", "topic", "like", "confidence", "posts", "patterns", "examples"})


def _rule(raw: Mapping[str, Any], macros: Mapping[str, str], where: str) -> Rule:
    unknown = sorted(set(map(str, raw)) - _KEYS)
    if unknown:
        raise ResourceError(f"{where}: unknown key {unknown[0]!r}; a rule has {', '.join(sorted(_KEYS))}")
    try:
        if not 0 < float(raw["confidence"]) <= 1:
            raise ValueError(f"the confidence lies between 0 and 1, not at {raw['confidence']}")
        if raw.get("posts", "aside") != "aside":
            raise ValueError(f"posts may be 'aside', not {raw['posts']!r}")
        sources = tuple(_expand(str(p), macros, where) for p in raw["patterns"])
        examples = tuple(
            Example(
                str(e["text"]), tuple((str(f).split(" | ")[0], str(f).split(" | ")[1]) for f in e.get("facts") or ())
            )
            for e in raw.get("examples") or ()
        )
        _check_slots(raw, sources)
        return Rule(
            property=str(raw["property"]),
            subject=str(raw["subject"]),
            object=str(raw["object"]),
            confidence=float(raw["confidence"]),
            sources=sources,
            topic=str(raw.get("topic", "")),
            like={str(slot): re.compile(str(form)) for slot, form in (raw.get("like") or {}).items()},
            examples=examples,
            where=where,
            needs=tuple(needs(source, lambda kind: _KINDS.get(kind, "")) for source in sources),
            posts_aside="posts" in raw,
        )
    except (KeyError, IndexError, TypeError, ValueError, AttributeError, re.error) as error:
        raise ResourceError(
            f"{where}: a rule needs property, subject, object, confidence, patterns: {error}"
        ) from error


def load_rules(directory: Path, more: Sequence[Path] = ()) -> tuple[Rule, ...]:
    """The rules of every `*.yaml` under `directory` but the verb files, and of the files `more`, in file order.

    ResourceError names file and line of a mistake; one in the syntax of a pattern under `directory` is found when the
    pattern is first tried.
    """
    rules: list[Rule] = []
    macros: dict[str, str] = {}
    for path in _rule_files(directory):
        rules += _rules_of(path, macros)
    for path in more:
        rules += _checked(_rules_of(path, macros))
    return tuple(rules)


def _checked(rules: list[Rule]) -> list[Rule]:
    """The rules, if each of their patterns is one; ResourceError otherwise."""
    for rule in rules:
        for source in rule.sources:
            _compile(source, rule.where)
    return rules


@dataclass(frozen=True, slots=True)
class ClassRule:
    """Things of the class `of` (or of no narrower one) are of class `type` where one of their names matches."""

    type: str
    of: str
    names: re.Pattern[str]
    where: str


def load_class_rules(paths: Sequence[Path]) -> tuple[ClassRule, ...]:
    """The rows `{class: University, of: Institution, names: 大学$}` of pattern files; ResourceError as `load_rules`."""
    rules = []
    for path in paths:
        for number, row in enumerate(_rows_of(path), 1):
            if "class" not in row:
                continue
            where = f"{path} rule {number}"
            try:
                rule = ClassRule(str(row["class"]), str(row["of"]), re.compile(str(row["names"])), where)
            except (KeyError, re.error) as error:
                raise ResourceError(f"{where}: a rule of a class needs class, of and names: {error}") from error
            if rule.names.search(""):
                raise ResourceError(f"{where}: the names of {rule.type} match everything")
            rules.append(rule)
    return tuple(rules)


def _rule_files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.glob("*.yaml") if path.name not in VERB_FILES)


def load_rule_file(path: Path, directory: Path) -> tuple[Rule, ...]:
    """The rules of one file, which may use the macros of the files in `directory`; ResourceError as `load_rules`."""
    macros: dict[str, str] = {}
    for other in _rule_files(directory):
        _rules_of(other, macros)
    return tuple(_checked(_rules_of(path, macros)))


def _rules_of(path: Path, macros: dict[str, str]) -> list[Rule]:
    """The rules of a file; what it defines is added to `macros`."""
    rules = []
    for number, row in enumerate(_rows_of(path), 1):
        if "macros" in row:
            macros.update({str(k): str(v) for k, v in row["macros"].items()})
        elif "class" not in row:
            rules.append(_rule(row, macros, f"{path} rule {number}"))
    return rules


def _rows_of(path: Path) -> list[dict[str, Any]]:
    rows = read_yaml(path) or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ResourceError(f"{path}: a pattern file is a list of rules, each with its property and patterns")
    return rows


def _named(match: re.Match[str], name: str, masked: Masked, like: re.Pattern[str] | None) -> tuple[Slot, ...] | None:
    """The slots a group caught; one right before another slot only modifies it (德国 甲公司, 乙局 局长 张三).

    None where none of them looks as it must.
    """
    if name not in match.re.groupindex or match.start(name) < 0:
        return ()
    start, end = match.span(name)
    kept = []
    for i in range(start, end):
        slot = masked.slots[i]
        after = masked.text[i + 1 : i + 2] if i + 1 < end else ""
        if slot is not None and not (after and (after in _ALL or after == "的")):
            kept.append(slot)
    if like is None:
        return tuple(kept)
    return tuple(slot for slot in kept if like.search(slot.text)) or None


def find_matches(rules: tuple[Rule, ...], masked: Masked) -> Iterator[Match]:
    """Every match of every rule in the sentence, rule by rule."""
    signs = frozenset(masked.text)
    plain = without_posts(masked)
    for rule in rules:
        read = plain if rule.posts_aside else masked
        for pattern in rule.candidates(signs):
            for match in pattern.finditer(read.text):
                subjects = _named(match, rule.subject, read, rule.like.get(rule.subject))
                objects = _named(match, rule.object, read, rule.like.get(rule.object))
                if subjects is None or objects is None:
                    continue
                groups = match.re.groupindex
                role = (match["role"] or "") if "role" in groups else ""
                key = "role" if role else "at" if "at" in groups and match["at"] else ""
                at = match.start(key) if key else match.end() - 1
                yield Match(
                    rule,
                    subjects,
                    objects,
                    role,
                    read.starts[at],
                    read.starts[match.start()],
                    read.ends[match.end() - 1],
                )
