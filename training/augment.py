"""New texts from marked ones: names changed for others of their kind, the same name always for the same other one.

Words between the names are changed too, now and then, for others of their part of speech: that an unusual word is no
name can be learned only from unusual words. The words are those of jieba's dictionary (MIT licence).
"""

from __future__ import annotations

import importlib.util
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.nlp.lexicon import Lexicon
from kg.nlp.tokens import Tokenizer
from training.data import LABELS, Item

SHARE: Mapping[str, float] = {
    "PER": 0.6, "ORG": 0.5, "GPE": 0.4, "VENUE": 0.5, "EVENT": 0.4, "WORK": 0.4, "PRODUCT": 0.5, "TITLE": 0.25,
    "DATE": 0.1, "NUM": 0.1,
}  # fmt: skip
"""How often a name of each label is changed."""

LISTED = 0.2
"""How often the new name is one of the lexicon's, of the labels below."""
_CLASSES = {
    "Person": "PER", "AdministrativeArea": "GPE", "Venue": "VENUE", "EventSeries": "EVENT", "Product": "PRODUCT",
    "Work": "WORK", "Company": "ORG", "MediaOutlet": "ORG", "Institution": "ORG", "Association": "ORG",
    "GovernmentBody": "ORG", "InternationalOrganization": "ORG",
}  # fmt: skip
STRANGE = 0.08
"""How often a word between the names is changed."""
_WORD_TAGS = frozenset({"n", "v", "vn", "a", "i", "l", "b", "d", "z", "an"})
_NAME_TAGS = {"nrt": ("PER", 3), "ns": ("GPE", 10), "nt": ("ORG", 5)}
"""jieba's tag → label, and from which frequency on."""
INVENTED = 0.4
"""How often a person gets a new name made of a surname and the letters of given names met."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The names to choose from."""

    met: Mapping[str, tuple[str, ...]]
    listed: Mapping[str, tuple[str, ...]]
    surnames: tuple[str, ...]
    given: str
    places: tuple[str, ...]
    words: Mapping[str, tuple[str, ...]]
    tags: Mapping[str, str]


def pool(items: Iterable[Item], lexicon: Lexicon) -> Pool:
    """The names of the items (give it training items only) and of the lexicon."""
    met: dict[str, set[str]] = {label: set() for label in LABELS}
    for item in items:
        for start, end, label in item.spans:
            met[label].add(item.text[start:end])
    listed: dict[str, set[str]] = {label: set() for label in LABELS}
    for form, entry in lexicon.by_form.items():
        if entry.type in _CLASSES and len(form) > 1:
            listed[_CLASSES[entry.type]].add(form)
    tags: dict[str, str] = {}
    words: dict[str, list[str]] = defaultdict(list)
    for word, count, tag in _dictionary():
        if tag in _NAME_TAGS and count >= _NAME_TAGS[tag][1] and len(word) > 1:
            listed[_NAME_TAGS[tag][0]].add(word)
        elif tag in _WORD_TAGS and count >= 3 and len(word) > 1:
            tags[word] = tag
            words[tag].append(word)
    surnames, given = [], []
    for name in sorted(met["PER"]):
        for size in (2, 1):
            if name[:size] in lexicon.surnames and 1 <= len(name) - size <= 2:
                surnames.append(name[:size])
                given.append(name[size:])
                break
    places = tuple(sorted(f for f, e in lexicon.by_form.items() if e.type == "AdministrativeArea" and len(f) > 1))
    return Pool(
        {label: tuple(sorted(names)) for label, names in met.items()},
        {label: tuple(sorted(names)) for label, names in listed.items()},
        tuple(surnames), "".join(given), places,
        {tag: tuple(found) for tag, found in words.items()}, tags,
    )  # fmt: skip


def _dictionary() -> Iterable[tuple[str, int, str]]:
    spec = importlib.util.find_spec("jieba")
    assert spec is not None
    assert spec.origin is not None
    for line in (Path(spec.origin).parent / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, count, tag = line.split(" ")
        yield word, int(count), tag


def varied(item: Item, names: Pool, tokenizer: Tokenizer, rng: random.Random) -> Item:
    """The item with some of its names, and few of its other words, changed."""
    chosen: dict[tuple[str, str], str] = {}
    parts: list[str] = []
    spans: list[tuple[int, int, str]] = []
    at = size = 0
    for start, end, label in sorted(item.spans):
        name = item.text[start:end]
        if (name, label) not in chosen:
            chosen[name, label] = _other(name, label, names, rng) if rng.random() < SHARE[label] else name
        new = chosen[name, label]
        between = _strange(item.text[at:start], names, tokenizer, rng)
        parts += [between, new]
        size += len(between)
        spans.append((size, size + len(new), label))
        size += len(new)
        at = end
    parts.append(_strange(item.text[at:], names, tokenizer, rng))
    return Item(item.id, "".join(parts), tuple(spans), item.source)


def _strange(text: str, names: Pool, tokenizer: Tokenizer, rng: random.Random) -> str:
    """The text with few words changed for others of their part of speech."""
    words = []
    for word in tokenizer.cut(text):
        changes = word in names.tags and rng.random() < STRANGE
        words.append(rng.choice(names.words[names.tags[word]]) if changes else word)
    return "".join(words)


def _other(name: str, label: str, names: Pool, rng: random.Random) -> str:
    if label == "PER" and names.given and rng.random() < INVENTED:
        letters = "".join(rng.choice(names.given) for _ in range(rng.choice((1, 2, 2))))
        return rng.choice(names.surnames) + letters
    if label in ("ORG", "VENUE", "EVENT") and rng.random() < 0.4:
        moved = _moved(name, names.places, rng)
        if moved:
            return moved
    listed = names.listed.get(label, ())
    if listed and rng.random() < LISTED:
        return rng.choice(listed)
    return rng.choice(names.met[label])


def _moved(name: str, places: Sequence[str], rng: random.Random) -> str:
    """The name with the place it begins with changed for another; "" where it begins with none."""
    known = [place for place in places if name.startswith(place) and len(name) > len(place) + 1]
    return rng.choice(places) + name[len(max(known, key=len)) :] if known else ""
