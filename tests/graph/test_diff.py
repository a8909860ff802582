"""What is different between two graphs."""

from __future__ import annotations

from dataclasses import replace

import sample_graph as sample

from kg.model import Attribute, Claim, Entity, Fact, Position, Relation, Resolution

S = sample
GRAPH = S.graph()


def without(*facts: Fact) -> Resolution:
    base = S.resolution()
    return replace(base, claims=tuple(c for c in base.claims if c.fact not in facts))


def test_equal_graphs_differ_in_nothing() -> None:
    diff = GRAPH.diff(S.graph())
    assert not diff
    assert repr(diff) == "<Diff: no difference>"
    assert set(diff.counts.values()) == {0}


def test_what_is_new_is_added_one_way_and_removed_the_other() -> None:
    more = Entity("新馆", "Venue", "新馆", ())
    other = S.graph(S.with_claims(S.say(S.FIRST, 0, Relation("新馆", "partOf", S.HALL)), more=(more,)))
    there, back = GRAPH.diff(other), other.diff(GRAPH)
    assert [e.id for e in there.added] == [e.id for e in back.removed] == ["新馆"]
    assert [str(f) for f in there.facts_added] == [str(f) for f in back.facts_removed] == ["新馆 partOf 海湾会展中心"]
    assert repr(there) == "<Diff: 1 added, 1 facts added>"
    assert there.lines() == ["+ 新馆 (Venue)", "+ 新馆 partOf 海湾会展中心"]
    assert str(there).splitlines()[0] == repr(there)
    assert there
    assert not there.removed


def test_a_fact_that_fewer_articles_say_has_changed() -> None:
    base = S.resolution()
    post = Position(S.PERSON, S.OFFICE, "副局长")
    fewer = replace(base, claims=tuple(c for c in base.claims if c.fact != post or c.article == "a1"))
    changed = {c.after.predicate: c for c in GRAPH.diff(S.graph(fewer)).facts_changed}
    assert set(changed) == {"Position", "worksFor"}
    assert changed["Position"].fields == ("support", "confidence", "last")
    assert (changed["Position"].before.support, changed["Position"].after.support) == (2, 1)


def test_names_and_classes() -> None:
    base = S.resolution()
    entities = tuple(
        replace(e, type="Institution", names=(*e.names, "茶盟")) if e.id == S.ALLIANCE else e for e in base.entities
    )
    other = replace(base, entities=entities, claims=without(Attribute(S.ALLIANCE, "altLabel", "HTA")).claims)
    diff = GRAPH.diff(S.graph(other))
    assert [(e.id, name) for e, name in diff.names_added] == [(S.ALLIANCE, "茶盟")]
    assert [(old.type, new.type) for old, new in diff.retyped] == [("Association", "Institution")]


def renamed(old: str, new: str) -> Resolution:
    """The sample with an entity of another canonical name; the claims' ids stay, as they hash what articles say."""

    def moved(claim: Claim) -> Claim:
        fact = claim.fact
        values = {f: getattr(fact, f) for f in fact.__slots__}
        return replace(claim, fact=type(fact)(**{f: new if v == old else v for f, v in values.items()}))

    base = S.resolution()
    entities = tuple(Entity(new, e.type, new, (new, old)) if e.id == old else e for e in base.entities)
    return replace(base, entities=entities, claims=tuple(moved(c) for c in base.claims))


def test_a_new_canonical_name_is_no_new_entity() -> None:
    diff = GRAPH.diff(S.graph(renamed(S.OFFICE, "海湾市商务和投资局")))
    assert [(old.id, new.id) for old, new in diff.renamed] == [(S.OFFICE, "海湾市商务和投资局")]
    assert diff.counts == dict.fromkeys(diff.counts, 0) | {"renamed": 1, "names_added": 1}


def test_another_entity_with_other_claims_is_not_a_renamed_one() -> None:
    base = S.resolution()
    gone = replace(base, entities=tuple(e for e in base.entities if e.id != S.REPORT))
    diff = GRAPH.diff(S.graph(replace(gone, entities=(*gone.entities, Entity("新报告", "Work", "新报告", ())))))
    assert not diff.renamed
    assert [e.id for e in diff.added] == ["新报告"]
    assert [e.id for e in diff.removed] == [S.REPORT]
