"""Near names for a name that nobody has."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

# difflib's own default. Below it, three-character Chinese names that share one character would be offered.
CUTOFF = 0.6
MOST = 3


def suggestions(name: str, names: Iterable[str]) -> list[str]:
    """Up to three of `names` that look like `name` or contain it, best first; ties by name."""
    chars = set(name)
    sharing = sorted(n for n in names if chars & set(n))
    close = get_close_matches(name, sharing, n=MOST, cutoff=CUTOFF)
    holding = [n for n in sharing if len(name) > 1 and name in n]
    return list(dict.fromkeys((*close, *sorted(holding, key=lambda n: (len(n), n)))))[:MOST]
