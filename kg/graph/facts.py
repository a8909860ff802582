"""Facts as claims add them up, the evidence behind them, and the keys that name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kg.identity import digest
from kg.model import Article, Attribute, Claim, Fact, Observation, Position, Quotation, Relation, Status

# The strongest way a fact is said wins. A negated claim never carries a fact.
STATUS_ORDER: tuple[Status, ...] = ("asserted", "planned", "reported")
NAME_PREDICATES = ("type", "prefLabel", "altLabel")

NodeFact = Position | Observation | Quotation


@dataclass(frozen=True, slots=True)
class StatedFact:
    """A fact and what supports it.

    `claims` are claim ids in order (negated ones too); `support` counts the distinct articles that do not negate it,
    `first` and `last` are the dates of the earliest and latest of these (None where none has a date), `confidence` in
    0..1 is the highest. A `derived` fact follows from others and has their claims.
    """

    key: str
    fact: Fact
    claims: tuple[str, ...] = ()
    support: int = 0
    first: date | None = None
    last: date | None = None
    confidence: float = 0.0
    status: Status = "asserted"
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim with the words it stands on: `sentence` is the sentence's text, `quote` the exact stretch.

    `prefix` and `suffix` are the characters right before and after the quote, by which it can be found again where the
    text has moved.
    """

    claim: Claim
    article: Article
    sentence: str
    quote: str
    prefix: str = ""
    suffix: str = ""

    @property
    def title(self) -> str:
        """The article's title."""
        return self.article.title

    @property
    def date(self) -> date | None:
        """The article's date."""
        return self.article.date

    @property
    def source(self) -> str:
        """The path of the article's first source; empty where it has none."""
        return self.article.sources[0].path if self.article.sources else ""

    @property
    def start(self) -> int:
        """Where the quote begins in the article's text, in characters."""
        return self.claim.start

    @property
    def end(self) -> int:
        """Where the quote ends in the article's text, in characters, exclusive."""
        return self.claim.end

    @property
    def status(self) -> Status:
        """How it is said."""
        return self.claim.status

    @property
    def confidence(self) -> float:
        """How sure the claim is, 0..1."""
        return self.claim.confidence


def plain(value: Decimal) -> str:
    """A decimal in full, without exponent or trailing zeros: 5.3E+12 → 5300000000000."""
    text = format(value, "f") if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


SIGNS = {"exactly": "", "about": "约", "over": "超", "under": "不足"}
CHANGES = {"none": "", "increase": "增", "decrease": "减"}


def figure(fact: Observation) -> str:
    """The number of an observation with what is said of it: 507, 约300, 增26000."""
    return f"{CHANGES[fact.change]}{SIGNS[fact.comparator]}{plain(fact.value)}"


def kind(fact: Fact) -> str:
    """The predicate of a relation or attribute; the class of a fact that has a node of its own."""
    return fact.predicate if isinstance(fact, Relation | Attribute) else type(fact).__name__


def key(fact: Fact) -> str:
    """The id of a fact: a readable start and a hash of all it says. Equal facts, and only they, have equal keys."""
    name = kind(fact)
    if isinstance(fact, Relation):
        return f"{name}-{digest(name, fact.subject, fact.object)}"
    if isinstance(fact, Attribute):
        return f"{name}-{digest(name, fact.subject, fact.value)}"
    return f"{name.lower()}-{digest(name, *_parts(fact))}"


def _parts(fact: NodeFact) -> tuple[str, ...]:
    if isinstance(fact, Position):
        return fact.holder, fact.organization, fact.title
    if isinstance(fact, Quotation):
        return fact.speaker, fact.text, fact.mode
    return fact.about, fact.measure, plain(fact.value), fact.unit, fact.comparator, fact.change, fact.period


def links(fact: Fact) -> tuple[tuple[str, str], ...]:
    """The entities a fact speaks of: (property, entity id), those left empty dropped.

    A relation has `subject` and `object`, an attribute `subject`, a node the properties that lead from it.
    """
    found: tuple[tuple[str, str], ...]
    if isinstance(fact, Relation):
        found = (("subject", fact.subject), ("object", fact.object))
    elif isinstance(fact, Attribute):
        found = (("subject", fact.subject),)
    elif isinstance(fact, Position):
        found = (("holder", fact.holder), ("organization", fact.organization))
    elif isinstance(fact, Observation):
        found = (("about", fact.about),)
    else:
        found = (("speaker", fact.speaker),)
    return tuple(pair for pair in found if pair[1])


def claim_order(claim: Claim) -> tuple[str, int, int, str]:
    """Claims in the order of their articles' ids, then as they stand in the text."""
    return claim.article, claim.start, claim.end, claim.id
