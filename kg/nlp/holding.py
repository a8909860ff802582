"""Verbs of holding a post, from `seeds/lexicons/patterns/positions.yaml`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from kg.nlp.verbs import VerbExample, compiled, examples_of, read_verbs, words_of


@dataclass(frozen=True, slots=True)
class Holding:
    """`verb` fits what stands between a person and the post held (group `verb`), `dismissing` the end of what stands
    before a person who loses one; `not_taken` and `not_held` the end of what denies a post, in the clause before it
    and right before it."""

    verb: re.Pattern[str]
    dismissing: re.Pattern[str]
    not_taken: re.Pattern[str]
    not_held: re.Pattern[str]
    examples: tuple[VerbExample, ...]


def load_holding(path: Path) -> Holding:
    """The verbs of a file; ResourceError names the file and what is wrong with it."""
    raw = read_verbs(path, "holding")
    verbs = "|".join(words_of(raw, "verbs", path))
    return Holding(
        verb=compiled(
            rf"[^。，；：“”、]{{0,24}}?(?P<verb>{verbs})"
            r"(?:了|过|首任|首届|新一届|第[一二三四五六七]任|新任|名誉|合资公司|新公司|公司|集团|协会|学会|中心|学校|院"
            r"|[该本其][校院所局社行会馆团司]?|为|的)*\s*[《“]?",
            path,
        ),
        dismissing=compiled(rf"(?:{'|'.join(words_of(raw, 'dismissing', path))})$", path),
        not_taken=compiled(rf"(?:{'|'.join(words_of(raw, 'not_taken', path))})[^，。；]{{0,16}}$", path),
        not_held=compiled(rf"(?:{'|'.join(words_of(raw, 'not_held', path))})[^，。；]{{0,2}}$", path),
        examples=examples_of(raw, "holds", path),
    )
