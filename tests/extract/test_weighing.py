"""What the net does to the rules' claims, and what it reads where they are silent."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from line import relations, run

from kg.extract import weighing
from kg.extract.weighing import weigh_claims
from kg.model import Attribute, Document, Relation
from kg.nlp.relation_model import RelationModel, load_relation_model
from kg.nlp.tagger import load_tagger


@cache
def model() -> RelationModel:
    return load_relation_model(load_tagger())


def _before(text: str) -> Document:
    return run(text, until="observations")


STATED = "由浔江省商务厅主办的第三届浔江咖啡博览会4月10日在海口开幕。"


def test_a_claim_of_the_rules_that_the_net_reads_too_is_surer() -> None:
    before = _before(STATED)
    after = weigh_claims(before, model())
    assert relations(before) <= relations(after)
    doubted = tuple(replace(c, confidence=0.5) for c in before.claims)
    weighed = weigh_claims(replace(before, claims=doubted), model()).claims
    sure = [c.confidence for c in weighed if isinstance(c.fact, Relation) and c.fact.predicate == "organizer"]
    assert sure
    assert min(sure) > 0.8


def test_no_claim_of_the_rules_loses_confidence() -> None:
    before = _before("浔江咖啡有限公司的员工说，第三届浔江咖啡博览会的门票很贵。")
    company, fair = (e.id for e in before.entities if e.type in ("Company", "Event"))
    claim = replace(_before(STATED).claims[-1], fact=Relation(fair, "organizer", company), confidence=0.9)
    (weighed,) = (c for c in weigh_claims(replace(before, claims=(claim,)), model()).claims if c.id == claim.id)
    assert weighed.confidence >= 0.9


def test_what_is_denied_stays_denied() -> None:
    before = _before("浔江咖啡有限公司未参加第三届浔江咖啡博览会。")
    denied = [c for c in before.claims if c.status == "negated"]
    after = weigh_claims(before, model())
    assert [c for c in after.claims if c.status == "negated"] == denied
    assert not any("exhibitsAt" in fact or "participatesIn" in fact for fact in relations(after))


def test_a_claim_that_only_the_net_makes_can_be_traced() -> None:
    rules = replace(_before(STATED), claims=())
    fresh = [c for c in weigh_claims(rules, model()).claims if c.extractor.startswith("relations:read:")]
    assert fresh
    for claim in fresh:
        sentence = rules.sentences[claim.sentence]
        assert sentence.start <= claim.start < claim.end <= sentence.end
        assert weighing.LEAST <= claim.confidence <= 1


def test_an_event_starts_once() -> None:
    text = "第三届浔江咖啡博览会将于4月10日至12日在海口举行。4月11日将举办对接会。"
    after = weigh_claims(replace(_before(text), claims=()), model())
    starts = [c.fact for c in after.claims if isinstance(c.fact, Attribute) and c.fact.predicate == "startDate"]
    assert len({(f.subject, f.predicate) for f in starts}) == len(starts)


def test_who_has_an_investor_is_not_its_investor() -> None:
    text = "砺金今年完成第三期基金募集，出资人包括巴蜀母基金、长安保险资产管理公司和三家上市公司。"
    told = {r for r in relations(run(text)) if r[1] == "hasInvestor"}
    assert told == {("砺金", "hasInvestor", "巴蜀母基金"), ("砺金", "hasInvestor", "长安保险资产管理公司")}


def test_an_article_without_names_is_left_as_it_is() -> None:
    document = _before("天气很好。")
    assert weigh_claims(document, model()) == document


def test_the_hall_of_another_edition_or_of_a_host_is_not_read() -> None:
    other = "海岛博览会在海口举行。此前的第五届海岛博览会成交7亿美元。第七届海岛博览会将于11月在国家会展中心举行。"
    host = "第五届海岛博览会5日在海口开幕。本届海岛博览会由商务部主办，海南省商务厅和国家会展中心承办。"
    for text in (other, host):
        said = relations(weigh_claims(_before(text), model()))
        assert ("第五届海岛博览会", "heldAt", "国家会展中心") not in said


def test_a_journal_is_not_published_by_who_writes_in_it() -> None:
    text = "浙江大学医学院附属第一医院主任医师周航教授团队近日在国际期刊《自然·医学》上发表研究论文。"
    assert not {row for row in relations(weigh_claims(_before(text), model())) if row[1] == "publishes"}


def test_two_partners_of_a_third_are_not_each_others() -> None:
    text = "开幕式上，潜江市与京东集团、盒马鲜生签订产销合作协议，签约金额35亿元。"
    assert ("京东集团", "cooperatesWith", "盒马鲜生") not in relations(weigh_claims(_before(text), model()))
