"""The data that flows down the line: frozen, slotted dataclasses that know nothing but each other.

Offsets are character offsets into `Article.text`, end exclusive, and always hold
`article.text[x.start:x.end] == x.text` where `x` has a text.
Entities inside one article are named by local ids (`"e1"`); only `kg.resolve` turns them into global ids.
"""

from __future__ import annotations

import copyreg
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, Literal

BlockKind = Literal["paragraph", "heading", "caption", "byline", "table"]
Form = Literal["name", "short", "nominal", "pronoun"]
Status = Literal["asserted", "planned", "negated", "reported"]
Comparator = Literal["exactly", "about", "over", "under"]
Change = Literal["none", "increase", "decrease"]
Mode = Literal["direct", "indirect"]
Verdict = Literal["same", "different", "unsure", "none"]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something doubtful or skipped: `kind` is a short slug, `source` the file, `place` where in it."""

    kind: str
    message: str
    source: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text: a paragraph, a heading inside it, a caption, a byline, a table."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """One file (or JSON line) an article was found in. `sha256` is of the raw bytes, hex."""

    path: str
    sha256: str
    title: str = ""
    date: date | None = None
    outlet: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Article:
    """One news text. `id` is a hash of the text alone, so a re-post with another header is the same article.

    `text` holds the blocks joined by newlines; the title is not part of it. `outlet` is the front matter's
    author (the site or paper). Of several sources the one with the earliest date, then the smallest path, gives
    title, date and outlet.
    """

    id: str
    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    date: date | None = None
    outlet: str = ""
    url: str = ""
    categories: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: `index` counts from 0 over the article, `block` is the index of its block."""

    index: int
    start: int
    end: int
    block: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word as segmented by jieba."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A span from the sequence tagger. `label` is LAC's: a part of speech (n, v, m …) or PER, LOC, ORG, TIME.

    `score` in 0..1 is the tagger's own probability of the span.
    """

    start: int
    end: int
    text: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A span from the name tagger. `label`: PER ORG GPE VENUE EVENT WORK PRODUCT TITLE DATE or NUM.

    `score` in 0..1 is the probability that exactly this span has this label.
    """

    start: int
    end: int
    text: str
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or period in the text, completed through the article's date.

    `first` and `last` are ISO dates of the precision the text gives (`2022-09-05`, `2022-09`, `2022`); equal for
    a single day. Empty strings where the expression cannot be resolved.
    """

    start: int
    end: int
    text: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: 近150辆 → value 150, unit 辆, comparator about. 15.2万平方米 → 152000 平方米.

    `start..end` covers comparator words and unit; `value` is exact and written out in full.
    """

    start: int
    end: int
    text: str
    value: Decimal
    unit: str
    comparator: Comparator


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to something.

    `type` is a class of the ontology (`Organization`, `Person`, `Event` …) or `Title` for a post (局长).
    `form`: a full name, a short name (服贸会), a noun phrase (本届服贸会, 该公司, 峰会) or a pronoun (他).
    `origin` says who found it (`lexicon:…`, `tagger`, `rule:…`); `entity` is the local id once coreference ran.
    """

    start: int
    end: int
    text: str
    type: str
    origin: str
    confidence: float
    form: Form = "name"
    entity: str = ""


@dataclass(frozen=True, slots=True)
class LocalEntity:
    """What one article's mentions add up to. `type` is the most specific class known.

    `names` holds every surface form that is a name (no pronouns, no 本届…), sorted. For an edition of a series:
    `series` is the series' local id, `year` and `ordinal` what the text or the article's date give. `parent` is the
    local id of the event a sub-event belongs to, or of the organization a unit belongs to. `known` is the lexicon's
    name for it, where the lexicon has it: two entities with the same `known` are one.
    """

    id: str
    type: str
    name: str
    names: tuple[str, ...]
    series: str = ""
    year: int | None = None
    ordinal: int | None = None
    parent: str = ""
    known: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Relation:
    """subject –predicate→ object, both entities."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Attribute:
    """A date or words about an entity (startDate, endDate, founded, theme), or its class or name.

    Dates are ISO of the stated precision; `predicate` is a property's local name, `type`, `prefLabel` or `altLabel`.
    """

    subject: str
    predicate: str
    value: str


@dataclass(frozen=True, slots=True)
class Position:
    """A post held: 北京市商务局局长丁勇 → holder 丁勇, organization 北京市商务局, title 局长.

    `organization` is empty where the text names none.
    """

    holder: str
    organization: str
    title: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A count or measurement about an entity. `value` is in full; `period` is ISO or empty."""

    about: str
    measure: str
    value: Decimal
    unit: str
    comparator: Comparator = "exactly"
    change: Change = "none"
    period: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a speaker said. `text` is a stretch of the article as it stands."""

    speaker: str
    text: str
    mode: Mode


Fact = Relation | Attribute | Position | Observation | Quotation


@dataclass(frozen=True, slots=True)
class Claim:
    """The atom of evidence: an article's sentence says a fact.

    `id` is a hash of what the article says (see `kg.identity.claim_id`), never of a canonical name. `start..end` is
    the stretch of the article's text that says it, inside sentence number `sentence` (a quotation may run on).
    `confidence` is in 0..1; `role` keeps a detail such as 主办 / 承办.
    """

    id: str
    article: str
    fact: Fact
    sentence: int
    start: int
    end: int
    extractor: str
    confidence: float
    status: Status = "asserted"
    role: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An article and all that has been found in it so far. Stages return a new Document.

    `focus` is the local id of the event the article reports on, if there is one.
    """

    article: Article
    sentences: tuple[Sentence, ...] = ()
    tokens: tuple[Token, ...] = ()
    tags: tuple[Tag, ...] = ()
    spans: tuple[NameSpan, ...] = ()
    dates: tuple[DateSpan, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    entities: tuple[LocalEntity, ...] = ()
    focus: str = ""
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """One real thing across articles. `id` is the IRI's local name before escaping (the canonical name)."""

    id: str
    type: str
    name: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether two local entities (written `article:local`) are one, with the reasons that led there.

    `score` in 0..1 is how likely they are one; a decision by `hand` outweighs all others.
    """

    left: str
    right: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]
    hand: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """What a person decides about: everything of this name, or of this name in one class or one article."""

    name: str
    type: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's decision that two things are the same or different; `place` is where it is written (`file:line`)."""

    verdict: Literal["same", "different"]
    left: Side
    right: Side
    note: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """A local entity (`key` is `article:local`) and the entity it became; `names` and `type` are its own."""

    key: str
    entity: str
    type: str
    name: str
    names: tuple[str, ...]

    @property
    def article(self) -> str:
        """The article's id."""
        return self.key.partition(":")[0]


@dataclass(frozen=True, slots=True)
class Resolution:
    """All entities of a build; `claims` have their facts rewritten to global ids, in a fixed order.

    `members` maps `(article id, local id)` to the entity's id.
    """

    articles: tuple[Article, ...]
    entities: tuple[Entity, ...]
    claims: tuple[Claim, ...]
    members: Mapping[tuple[str, str], str] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    cast: tuple[Member, ...] = ()
    issues: tuple[Issue, ...] = ()


def compact(*classes: type) -> None:
    """Let instances of these dataclasses be pickled by their values alone: three times as fast as dataclasses do it.

    They must take all their fields by position.
    """
    for made in classes:
        copyreg.pickle(made, _reducer(made))


def _reducer(made: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    names = [f.name for f in fields(made)]
    values = attrgetter(*names)
    if len(names) == 1:
        return lambda value: (made, (values(value),))
    return lambda value: (made, values(value))


compact(
    Source, Block, Article, Sentence, Token, Tag, NameSpan, DateSpan, Quantity, Mention, LocalEntity,
    Attribute, Relation, Position, Observation, Quotation,
    Claim, Issue, Document, Entity, Decision, Member,
)  # fmt: skip
