"""Claims over global ids."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from made import document, thing

from kg.model import Attribute, Claim, Document, Observation, Position, Quotation, Relation, Resolution
from kg.resolve import resolve


def pair() -> tuple[Document, Document]:
    a = document(
        "a", "2022-09-02", thing("e1", "Association", "全球海岛联盟", "GAI"), thing("e2", "Person", "王晓"),
        thing("e3", "AdministrativeArea", "北京"), posts=[("e2", "e1", "主席")],
        relations=[("e1", "headquarters", "e3")],
    )  # fmt: skip
    b = document("b", "2022-09-01", thing("x", "Organization", "GAI"))
    return a, b


def labels(found: Resolution, entity: str, predicate: str) -> list[Claim]:
    return [
        c
        for c in found.claims
        if isinstance(c.fact, Attribute) and (c.fact.subject, c.fact.predicate) == (entity, predicate)
    ]


def add(source: Document, *facts: object) -> Document:
    made = [Claim(f"{i:016x}", source.article.id, f, 0, 0, 1, "made", 0.9) for i, f in enumerate(facts)]  # type: ignore[arg-type]
    return replace(source, claims=(*source.claims, *made))


def test_facts_name_global_ids_and_claims_keep_their_ids() -> None:
    a, b = pair()
    found = resolve([a, b])
    facts = [c.fact for c in found.claims]
    assert Position("王晓", "全球海岛联盟", "主席") in facts
    assert Relation("全球海岛联盟", "headquarters", "北京") in facts
    assert {c.id for c in (*a.claims, *b.claims)} <= {c.id for c in found.claims}


def test_every_kind_of_fact_is_rewritten() -> None:
    a, _ = pair()
    facts = (
        Observation("e1", "会员", Decimal(20), "家"),
        Quotation("e2", "海岛", "direct"),
        Attribute("e1", "founded", "2022"),
        Position("e2", "", "教授"),
    )
    found = [c.fact for c in resolve([add(a, *facts)]).claims]
    assert Observation("全球海岛联盟", "会员", Decimal(20), "家") in found
    assert Quotation("王晓", "海岛", "direct") in found
    assert Attribute("全球海岛联盟", "founded", "2022") in found
    assert Position("王晓", "", "教授") in found


def test_the_canonical_name_is_pref_label_and_all_others_alt_labels() -> None:
    found = resolve(pair())
    assert [c.fact.value for c in labels(found, "全球海岛联盟", "prefLabel")] == ["全球海岛联盟"]  # type: ignore[union-attr]
    assert [c.fact.value for c in labels(found, "全球海岛联盟", "altLabel")] == ["GAI", "GAI"]  # type: ignore[union-attr]


def test_every_entity_has_one_name_and_one_class_with_evidence() -> None:
    found = resolve(pair())
    for entity in found.entities:
        assert {c.fact.value for c in labels(found, entity.id, "prefLabel")} == {entity.name}  # type: ignore[union-attr]
        assert {c.fact.value for c in labels(found, entity.id, "type")} == {entity.type}  # type: ignore[union-attr]


def test_a_class_that_others_decide_is_marked_as_decided_here() -> None:
    found = resolve(pair())
    assert [c.extractor for c in labels(found, "全球海岛联盟", "type")] == ["resolve:type", "made"]


def test_a_composed_edition_name_stands_on_the_words_that_named_the_edition() -> None:
    a = document(
        "a", "2022-09-02", thing("s", "EventSeries", "海岛国际博览会", "岛博会"),
        thing("e", "Event", "2022年岛博会", series="s", year=2022)
    )  # fmt: skip
    found = resolve([a])
    (claim,) = labels(found, "2022年海岛国际博览会", "prefLabel")
    assert a.article.text[claim.start : claim.end] == "2022年岛博会"
    assert claim.extractor == "resolve:canonical-edition"
    (other,) = labels(found, "2022年海岛国际博览会", "altLabel")
    assert (other.fact.value, other.id != claim.id) == ("2022年岛博会", True)  # type: ignore[union-attr]


def test_a_composed_name_does_not_change_its_claims_id() -> None:
    def build(series: str) -> str:
        a = document(
            "a", "2022-09-02", thing("s", "EventSeries", "岛博会"),
            thing("e", "Event", "2022年第九届岛博会", series="s", year=2022)
        )  # fmt: skip
        b = document("b", "2022-09-03", thing("s", "EventSeries", series, "岛博会"))
        return next(c.id for c in resolve([a, b]).claims if c.extractor == "resolve:canonical-edition")

    assert build("海岛国际博览会") == build("海岛世界博览会")


def test_a_bracketed_name_is_its_own_canonical_name() -> None:
    a = document("a", "2022-09-02", thing("w", "Work", "《海岛报告》"))
    (claim,) = labels(resolve([a]), "海岛报告", "prefLabel")
    assert claim.id in {c.id for c in a.claims}


def test_a_name_that_no_claim_says_is_claimed_on_what_there_is() -> None:
    a = document("a", "2022-09-02", thing("v", "Venue", "海岛馆"))
    bare_entity = replace(a.entities[0], name="海岛展览馆", names=("海岛展览馆", "海岛馆"))
    found = resolve([replace(a, entities=(bare_entity,))])
    (claim,) = labels(found, "海岛展览馆", "prefLabel")
    assert (a.article.text[claim.start : claim.end], claim.extractor) == ("海岛馆", "resolve:canonical-name")


def test_an_entity_without_naming_claims_gets_them_from_its_first_mention() -> None:
    a = document("a", "2022-09-02", thing("v", "Venue", "海岛馆"))
    found = resolve([replace(a, claims=())])
    assert {c.fact for c in found.claims} == {
        Attribute("海岛馆", "prefLabel", "海岛馆"),
        Attribute("海岛馆", "type", "Venue"),
    }
    assert {(c.start, c.end, c.sentence) for c in found.claims} == {(2, 5, 1)}


def test_an_entity_that_no_words_name_is_reported() -> None:
    a = document("a", "2022-09-02", thing("v", "Venue", "海岛馆"))
    found = resolve([replace(a, claims=(), mentions=())])
    assert [i.kind for i in found.issues] == ["no-evidence"]


def test_a_relation_of_a_thing_to_itself_is_left_out_and_reported() -> None:
    a = document(
        "a", "2022-09-02", thing("e1", "Venue", "首钢园区", "首钢园"), thing("e2", "Venue", "首钢园"),
        relations=[("e1", "operates", "e2")],
    )  # fmt: skip
    b = document("b", "2022-09-03", thing("e1", "Venue", "首钢园区", "首钢园"), thing("e2", "Company", "海岛集团"))
    found = resolve([a, b])
    issues = [(i.kind, i.message, i.source) for i in found.issues]
    assert issues == [("self-relation", "首钢园 operates itself", "a.txt")]
    assert not any(isinstance(c.fact, Relation) for c in found.claims)


def test_a_claim_about_an_unknown_entity_is_left_out_and_reported() -> None:
    a, _ = pair()
    found = resolve([add(a, Attribute("e99", "founded", "2022"))])
    assert [i.kind for i in found.issues] == ["dangling-claim"]


def test_of_two_claims_with_one_id_and_fact_the_surer_stays() -> None:
    a, _ = pair()
    twin = replace(a.claims[0], confidence=0.1, extractor="other")
    found = resolve([replace(a, claims=(twin, *a.claims))])
    assert [c.confidence for c in found.claims if c.id == twin.id] == [0.9]


def test_claims_are_sorted_by_date_article_and_place() -> None:
    a, b = pair()
    found = resolve([a, b])
    dates = {d.article.id: str(d.article.date) for d in (a, b)}
    order = [(dates[c.article], c.article, c.start, c.end, c.id) for c in found.claims]
    assert order == sorted(order)
