"""What may bring nodes together: texts that two nodes share wherever the resolver would look at both.

Sharing more than it looks at is harmless (a component grows), sharing less would lose decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from kg.model import Decision
from kg.nlp.lexicon import KnownNames
from kg.resolve.blocking import identifies
from kg.resolve.events import MAX_DEPTH, undated
from kg.resolve.likeness import implied
from kg.resolve.names import drops_a_word, is_generic, is_telling, name_key
from kg.resolve.nodes import Node
from kg.resolve.rounds.survey import Global, tails_of
from kg.resolve.spelling import spelling
from kg.resolve.things import THINGS

SEPARATOR = "\x1f"
# Nodes whose tokens a step remembers: some 10 MB.
MANY = 1 << 16


@dataclass(slots=True)
class ThingTokens:
    """What an organization, area, venue, series, work or product may share; `known` has all areas of the build.

    Tokens are remembered by names: most nodes are called as others are.
    """

    known: KnownNames
    met: dict[tuple[str, tuple[str, ...], tuple[str, ...], tuple[str, ...]], list[str]] = field(default_factory=dict)

    def __call__(self, node: Node) -> list[str]:
        """The tokens of a node, of which there is one at least."""
        called = (node.group, node.names, node.full, node.short)
        tokens = self.met.get(called)
        if tokens is None:
            if len(self.met) >= MANY:
                self.met.clear()
            tokens = self.met[called] = _thing_tokens(node, self.known)
        return tokens or [node.key]


def _thing_tokens(node: Node, known: KnownNames) -> list[str]:
    keys = _keys(node)
    for name in node.names:
        key = name_key(name, node.group)
        if key in node.full and is_telling(key):
            keys[SEPARATOR + spelling(name, node.group, known)] = None
        keys |= dict.fromkeys(implied(name, node.group, known))
    return [f"{node.group}{SEPARATOR}{key}" for key in keys]


def person_tokens(node: Node, organizations: Iterable[str]) -> list[str]:
    """What a person may share; `organizations` are the roots of the posts' organizations."""
    tokens = [f"Person{SEPARATOR}{key}" for key in node.full if identifies(key, node.group)]
    lasts = tails_of(node) | set(node.full[:1])  # which may be the last name of a foreigner
    tokens += [
        f"last{SEPARATOR}{last}{SEPARATOR}{root}" for root in sorted(set(organizations)) for last in sorted(lasts)
    ]
    return tokens or [node.key]


def event_tokens(node: Node, nodes: Mapping[str, Node], roots: Mapping[str, str]) -> list[str]:
    """What an event may share; `nodes` and `roots` are those of its article, by key."""
    keys = _keys(node)
    for key in node.full:
        keys[key] = None
        rest = undated(key)
        if not is_generic(rest):
            keys[rest] = None
    tokens = {f"Event{SEPARATOR}{key}" for key in keys if not is_generic(key)}
    if node.series:
        tokens.add(f"series{SEPARATOR}{roots[node.series]}")
        tokens |= {f"Event{SEPARATOR}{key}" for key in nodes[node.series].full if not is_generic(key)}
    parent = nodes.get(node.parent)
    for key in node.full:
        if is_generic(key):
            if parent is None:
                tokens.add(f"loose{SEPARATOR}{key}")
            elif parent.group != "Event":
                tokens.add(f"inside{SEPARATOR}{roots[node.parent]}{SEPARATOR}{key}")
    return sorted(tokens) or [node.key]


def _keys(node: Node) -> dict[str, None]:
    keys = {key: None for key in node.full if identifies(key, node.group) or is_telling(key)}
    return keys | {key: None for key in node.short if is_telling(key)}


def chain(node: Node, nodes: Mapping[str, Node]) -> Iterator[Node]:
    """What a node is part of, what that is part of, and on, as far up as it is looked at."""
    for _ in range(MAX_DEPTH + 1):
        if not node.parent:
            return
        node = nodes[node.parent]
        yield node


def thing_ties(nodes: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    """Pairs of an article's nodes of which the resolver looks at one because of the other: units and their parents."""
    for node in nodes.values():
        if node.group in THINGS and node.parent and any(is_generic(key) for key in node.full):
            yield node.key, node.parent


def event_ties(nodes: Mapping[str, Node]) -> Iterator[tuple[str, str]]:
    """The same for events: parts and wholes, and names that differ by a word."""
    events = [n for n in nodes.values() if n.group == "Event"]
    for node in events:
        yield from ((node.key, above.key) for above in chain(node, nodes) if above.group == "Event")
    for a, b in combinations(events, 2):
        if any(drops_a_word(x, y) for x in a.full for y in b.full):
            yield a.key, b.key


def tied(
    tokens: Mapping[str, list[str]], ties: Iterable[tuple[str, str]], apart: Iterable[Decision], found: Global
) -> Iterator[tuple[str, str]]:
    """Pairs of tokens that belong together: of one node, of two tied ones, of decisions, by hand too."""
    for key, own in tokens.items():
        hand = (found.ties or {}).get(key)
        for other in (*own[1:], *((hand,) if hand else ())):
            yield own[0], other
    for a, b in (*ties, *((d.left, d.right) for d in apart)):
        if a in tokens and b in tokens:
            yield tokens[a][0], tokens[b][0]
        elif a in tokens:  # what it depends on is of another group, and settled: it shares its own key
            yield tokens[a][0], b
