"""Claims over global ids: facts rewritten, names and classes settled, evidence (id, span, article) left as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.identity import claim_id, fold
from kg.model import (
    Article,
    Attribute,
    Claim,
    Document,
    Entity,
    Fact,
    Issue,
    Observation,
    Position,
    Quotation,
    Relation,
)
from kg.resolve.canonical import bare
from kg.resolve.entities import Cast
from kg.resolve.nodes import Node, node_key

NAMING = frozenset({"prefLabel", "altLabel"})
BY_NAME = "resolve:canonical-name"
BY_EDITION = "resolve:canonical-edition"
BY_TYPE = "resolve:type"


def rewrite_claims(
    documents: Sequence[Document], roots: Mapping[str, str], cast: Cast
) -> tuple[tuple[Claim, ...], list[Issue]]:
    """Claims of sorted documents over global ids, by article, start, end and id; and what was left out.

    Left out, each with an issue: claims about an entity the document does not have, relations that merging turned into
    relations of a thing to itself. Of two claims with one id and fact the surer stays.
    """
    settler = _Settler(documents, roots, cast)
    claims: list[Claim] = []
    issues: list[Issue] = []
    for document in documents:
        local = {e.id: cast.entities[roots[node_key(document.article.id, e.id)]] for e in document.entities}
        own, left_out = rewrite_document(document, local, settler.settle)
        claims += in_order([*own, *settler.missing(document.article)])
        issues += left_out
    return tuple(claims), issues + settler.issues()


def rewrite_document(
    document: Document, local: Mapping[str, Entity], settle: Callable[[Claim, Fact], Claim]
) -> tuple[list[Claim], list[Issue]]:
    """A document's claims over global ids, in no order, and what was left out; `local` are its entities by local id."""
    own: list[Claim] = []
    issues: list[Issue] = []
    for claim in document.claims:
        fact = rewrite(claim.fact, local)
        if fact is None:
            issues.append(issue_at("dangling-claim", f"claim {claim.id} names an unknown entity", document, claim))
        elif isinstance(fact, Relation) and fact.subject == fact.object:
            words = f"{fact.subject} {fact.predicate} itself"
            issues.append(issue_at("self-relation", words, document, claim))
        else:
            own.append(settle(claim, fact))
    return own, issues


def rewrite(fact: Fact, local: Mapping[str, Entity]) -> Fact | None:
    """The fact over global ids; None where it names an entity that is not there."""
    try:
        if isinstance(fact, Attribute):
            return Attribute(local[fact.subject].id, fact.predicate, fact.value)
        if isinstance(fact, Relation):
            return Relation(local[fact.subject].id, fact.predicate, local[fact.object].id)
        if isinstance(fact, Position):
            organization = local[fact.organization].id if fact.organization else ""
            return Position(local[fact.holder].id, organization, fact.title)
        if isinstance(fact, Observation):
            about = local[fact.about].id
            return Observation(about, fact.measure, fact.value, fact.unit, fact.comparator, fact.change, fact.period)
        return Quotation(local[fact.speaker].id, fact.text, fact.mode)
    except KeyError:
        return None


def over(claim: Claim, fact: Fact, *, extractor: str = "", made: str = "") -> Claim:
    """The claim over another fact. Written out: `dataclasses.replace` takes three times as long, on every claim."""
    return Claim(
        made or claim.id,
        claim.article,
        fact,
        claim.sentence,
        claim.start,
        claim.end,
        extractor or claim.extractor,
        claim.confidence,
        claim.status,
        claim.role,
    )


def settle(claim: Claim, fact: Attribute, entity: Entity, *, exact: bool) -> Claim:
    """The claim about an entity with the entity's own name and class; `exact`: some article writes its name so."""
    if fact.predicate == "type" and fact.value != entity.type:
        return over(claim, Attribute(entity.id, "type", entity.type), extractor=BY_TYPE)
    if fact.predicate not in NAMING:
        return over(claim, fact)
    value = bare(fact.value)
    if value == entity.name:
        return over(claim, Attribute(entity.id, "prefLabel", value))
    if not exact and fold(value) == fold(entity.name):
        return over(claim, Attribute(entity.id, "prefLabel", entity.name), extractor=BY_NAME)
    return over(claim, Attribute(entity.id, "altLabel", value))


def unproved(identifier: str) -> Issue:
    """The issue for an entity that no article's words name."""
    return Issue("no-evidence", f"no article's words name {identifier}")


def names(claim: Claim, entity: Entity) -> bool:
    """Whether a naming claim gives the entity's own name, however it is spelled."""
    return fold(named_by(claim)) == fold(entity.name)


def made_claims(
    entity: Entity, evidence: Sequence[Claim], named: bool, *, has_type: bool, composed: bool
) -> Iterator[Claim]:
    """The claims that no article wrote, of an entity with this `evidence` (its naming claims, in order).

    One of its name where none of them is `named` so (in every article, where the name is `composed`), and one of its
    class where none says it. A claim by rule has an id of the words it stands on, so merging does not change it.
    """
    if not named:
        extractor = BY_EDITION if composed else BY_NAME
        for claim in _firsts(evidence, every_article=composed):
            yield _made(claim, Attribute(entity.id, "prefLabel", entity.name), extractor)
    if not has_type:
        yield _made(evidence[0], Attribute(entity.id, "type", entity.type), BY_TYPE)


def _made(claim: Claim, fact: Attribute, extractor: str) -> Claim:
    words = named_by(claim)
    made = claim_id(claim.article, words, fact.predicate, words, claim.start, claim.end)
    return over(claim, fact, extractor=extractor, made=made)


class _Settler:
    """Turns naming and class claims into those of the entity, and makes the ones that no article wrote."""

    def __init__(self, documents: Sequence[Document], roots: Mapping[str, str], cast: Cast) -> None:
        self._cast = cast
        self._by_id = {e.id: e for e in cast.entities.values()}
        self._made: dict[str, list[Claim]] = defaultdict(list)
        self._unproved: list[str] = []
        naming, typed = _naming_claims(documents, roots)
        self._exact = {
            entity.id
            for root, entity in cast.entities.items()
            if any(named_by(c) == entity.name for c in naming.get(root, ()))
        }
        for root, entity in cast.entities.items():
            self._make(root, entity, naming.get(root, []), has_type=root in typed)

    def settle(self, claim: Claim, fact: Fact) -> Claim:
        """The claim with its fact over global ids, and with the entity's own name and class."""
        if not isinstance(fact, Attribute):
            return over(claim, fact)
        return settle(claim, fact, self._by_id[fact.subject], exact=fact.subject in self._exact)

    def missing(self, article: Article) -> list[Claim]:
        """Claims made for entities whose canonical name or class no claim of the article said."""
        return self._made.get(article.id, [])

    def issues(self) -> list[Issue]:
        return [unproved(i) for i in self._unproved]

    def _make(self, root: str, entity: Entity, naming: list[Claim], *, has_type: bool) -> None:
        evidence = naming or [c for node in self._cast.members[root] if (c := anchor_claim(node)) is not None]
        if not evidence:
            self._unproved.append(entity.id)
            return
        named = any(names(c, entity) for c in naming)
        for claim in made_claims(entity, evidence, named, has_type=has_type, composed=root in self._cast.composed):
            self._made[claim.article].append(claim)


def _naming_claims(
    documents: Iterable[Document], roots: Mapping[str, str]
) -> tuple[dict[str, list[Claim]], frozenset[str]]:
    """Naming claims by root, in order of article and place; and the roots that have a class claim."""
    naming: dict[str, list[Claim]] = defaultdict(list)
    typed = set()
    for document in documents:
        for claim in sorted(document.claims, key=lambda c: (c.start, c.end, c.id)):
            if not isinstance(claim.fact, Attribute):
                continue
            root = roots.get(node_key(document.article.id, claim.fact.subject))
            if root is None:
                continue
            if claim.fact.predicate in NAMING:
                naming[root].append(claim)
            elif claim.fact.predicate == "type":
                typed.add(root)
    return naming, frozenset(typed)


def anchor_claim(node: Node) -> Claim | None:
    """A naming claim on the first mention of an entity whose document carries none."""
    at = node.anchor
    if at is None:
        return None
    made = claim_id(node.article, at.text, "altLabel", at.text, at.start, at.end)
    fact = Attribute(node.local, "altLabel", at.text)
    return Claim(made, node.article, fact, at.sentence, at.start, at.end, BY_NAME, at.confidence)


def _firsts(claims: Sequence[Claim], *, every_article: bool) -> list[Claim]:
    """The first claim, or the first one of every article."""
    if not every_article:
        return list(claims[:1])
    first: dict[str, Claim] = {}
    for claim in claims:
        first.setdefault(claim.article, claim)
    return list(first.values())


def named_by(claim: Claim) -> str:
    """The name that a naming claim gives; empty for any other."""
    return bare(claim.fact.value) if isinstance(claim.fact, Attribute) else ""


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """One article's claims by place and id, one an id and fact."""
    every = list(claims)
    if len({c.id for c in every}) == len(every):  # as a rule: then no facts need be compared
        return sorted(every, key=lambda c: (c.start, c.end, c.id))
    best: dict[tuple[str, Fact], Claim] = {}
    for claim in every:
        key = (claim.id, claim.fact)
        other = best.setdefault(key, claim)
        if other is not claim:
            best[key] = min(claim, other, key=lambda c: (-c.confidence, c.extractor, c.status, c.role))
    return sorted(best.values(), key=lambda c: (c.start, c.end, c.id, repr(c.fact)))


def issue_at(kind: str, message: str, document: Document, claim: Claim) -> Issue:
    source = document.article.sources[0].path if document.article.sources else document.article.id
    return Issue(kind, message, source, f"{claim.start}-{claim.end}")
