"""Two people of one name in one article: 海门市副市长李敏、海门大学李敏教授."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.coref.entities import Key, Records
from kg.model import Mention
from kg.nlp.classes import ORGANIZATIONS

_JOINS = frozenset({"、", "和", "与", "及", "以及"})
_EMPLOYERS = ORGANIZATIONS | {"AdministrativeArea"}

Linked = list[tuple[Mention, Key]]


def part_namesakes(
    text: str, linked: Sequence[tuple[Mention, Key]], titles: Sequence[Mention], records: Records
) -> Linked:
    """The linked names, with people apart whom a list names side by side with employers of their own.

    A list does not name a person twice. Once two are known, a mention goes to whom its employer tells; without one it
    is open who is meant, and it is left out. Counter-example: 商务部副部长王炳南, then 王炳南 alone, is one person.
    """
    rows = list(linked)
    employer = {n: key for n in range(len(rows)) if (key := _employer(text, rows, titles, n)) is not None}
    for n in sorted(employer):
        first = next((m for m in range(n - 1, -1, -1) if rows[m][1] == rows[n][1]), None)
        if first is None or first not in employer or employer[first] == employer[n]:
            continue
        if _between(text, rows, titles, first, n) in _JOINS:
            return _parted(rows, employer, rows[n][1], employer[first], employer[n], records)
    return rows


def _employer(text: str, rows: Linked, titles: Sequence[Mention], n: int) -> Key | None:
    """The body or area named right before person number `n`, but for titles."""
    mention = rows[n][0]
    if mention.type != "Person" or mention.form != "name" or n == 0:
        return None
    other, other_key = rows[n - 1]
    between = _without_titles(text, other.end, mention.start, titles)
    return other_key if other.type in _EMPLOYERS and between == "" else None


def _between(text: str, rows: Linked, titles: Sequence[Mention], first: int, n: int) -> str:
    """What stands between person `first` and the employer of person `n`, but for titles."""
    return _without_titles(text, rows[first][0].end, rows[n - 1][0].start, titles)


def _without_titles(text: str, start: int, end: int, titles: Sequence[Mention]) -> str:
    kept, at = "", start
    for title in titles:
        if start <= title.start and title.end <= end and title.start >= at:
            kept += text[at : title.start]
            at = title.end
    return (kept + text[at:end]).strip()


def _parted(rows: Linked, employer: dict[int, Key], key: Key, one: Key, other: Key, records: Records) -> Linked:
    """The rows with the namesake who works for `other` as a person of his own."""
    second = (key[0], f"{key[1]}@{other[1]}")
    found: Linked = []
    for n, (mention, own) in enumerate(rows):
        if own != key:
            found.append((mention, own))
        elif employer.get(n) == other:
            record = records.add(second, "Person", confidence=mention.confidence)
            records.name(record, mention.text, mention.start, mention.end)
            found.append((mention, second))
        elif employer.get(n) == one:
            found.append((mention, key))
    return found
