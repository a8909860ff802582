"""The net that reads relations: its arithmetic, odd articles, and the files it is read from."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from line import run

from kg.errors import ResourceError
from kg.model import Document, Mention
from kg.nlp import model_files
from kg.nlp.relation_model import RelationModel, _greatest, load_relation_model, relate
from kg.nlp.tagger import Tagger, load_tagger

MODELS = Path(model_files.__file__).parent / "models"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


@pytest.fixture(scope="module")
def model(tagger: Tagger) -> RelationModel:
    return load_relation_model(tagger)


def _read(model: RelationModel, text: str, *, rules: bool = False) -> dict[tuple[str, str, str], float]:
    """(first's text, relation, second's text) → the greatest probability."""
    document = run(text, until="observations" if rules else "coreference")
    related = relate(model, document)
    found: dict[tuple[str, str, str], float] = {}
    for at, (a, b) in enumerate(zip(related.pairs.first, related.pairs.second, strict=True)):
        for number, relation in enumerate(model.relations):
            key = (related.row.slots[a].text, relation, related.row.slots[b].text)
            found[key] = max(found.get(key, 0.0), float(related.chances[at, number]))
    return found


STATED = [
    ("由浔江省商务厅主办的第三届浔江咖啡博览会在海口开幕。", ("第三届浔江咖啡博览会", "organizer", "浔江省商务厅")),
    ("第三届浔江咖啡博览会在海口开幕。", ("第三届浔江咖啡博览会", "heldAt", "海口")),
    (
        "浔江咖啡有限公司与澜川茶业有限公司签署战略合作协议。",
        ("浔江咖啡有限公司", "cooperatesWith", "澜川茶业有限公司"),
    ),
]
UNSTATED = [
    ("浔江咖啡有限公司的员工路过海口。", ("浔江咖啡有限公司", "headquarters", "海口")),
    ("浔江咖啡有限公司没有参加第三届浔江咖啡博览会。", ("浔江咖啡有限公司", "exhibitsAt", "第三届浔江咖啡博览会")),
]


@pytest.mark.parametrize(("text", "fact"), STATED)
def test_what_a_sentence_states_is_likely(model: RelationModel, text: str, fact: tuple[str, str, str]) -> None:
    assert _read(model, text, rules=True)[fact] > 0.5


@pytest.mark.parametrize(("text", "fact"), UNSTATED)
def test_what_it_does_not_state_is_unlikely(model: RelationModel, text: str, fact: tuple[str, str, str]) -> None:
    assert _read(model, text, rules=True).get(fact, 0.0) < 0.5


def test_the_rules_word_counts(model: RelationModel) -> None:
    text, fact = STATED[0]
    assert _read(model, text, rules=True)[fact] > _read(model, text)[fact]


def test_a_relation_between_families_that_never_have_it_is_impossible(model: RelationModel) -> None:
    found = _read(model, STATED[0][0])
    assert found["第三届浔江咖啡博览会", "hasInvestor", "浔江省商务厅"] < 1e-6


@pytest.mark.parametrize("text", ["天气很好。", "！", "浔江省商务厅", "a" * 500])
def test_odd_articles_are_read(model: RelationModel, text: str) -> None:
    related = relate(model, run(text, until="coreference"))
    assert related.chances.shape == (len(related.pairs.first), len(model.relations))
    assert np.isfinite(related.chances).all()


def test_chances_do_not_depend_on_the_run(model: RelationModel, tagger: Tagger) -> None:
    document = run(STATED[0][0], until="coreference")
    again = relate(load_relation_model(tagger), document)
    assert (relate(model, document).chances == again.chances).all()


def test_the_greatest_between_two_places() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(size=(40, 3)).astype(np.float32)
    low = rng.integers(0, 40, 200)
    high = rng.integers(0, 41, 200)
    found = _greatest(values, low, high)
    for one, a, b in zip(found, low, high, strict=True):
        assert one == pytest.approx(values[a:b].max(axis=0) if b > a else np.zeros(3))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in ("relations.npz", "relations.json"):
        shutil.copy(MODELS / name, tmp_path / name)
    return tmp_path


@pytest.mark.parametrize("name", ["relations.npz", "relations.json"])
def test_a_missing_file_is_named(copied: Path, tagger: Tagger, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(ResourceError, match=name):
        load_relation_model(tagger, copied)


def test_weights_other_than_the_cards_are_refused(copied: Path, tagger: Tagger) -> None:
    raw = bytearray((copied / "relations.npz").read_bytes())
    raw[len(raw) // 2] ^= 1
    (copied / "relations.npz").write_bytes(bytes(raw))
    with pytest.raises(ResourceError, match=r"relations\.npz"):
        load_relation_model(tagger, copied)


@pytest.mark.parametrize(
    ("key", "value"),
    [("relations", ["organizer"]), ("words", []), ("features", {}), ("families", []), ("dilations", "x")],
)
def test_a_card_that_does_not_fit_is_refused(copied: Path, tagger: Tagger, key: str, value: object) -> None:
    card = json.loads((copied / "relations.json").read_text(encoding="utf-8"))
    (copied / "relations.json").write_text(json.dumps(card | {key: value}), encoding="utf-8")
    with pytest.raises(ResourceError, match="relation model"):
        load_relation_model(tagger, copied)


def test_an_entity_named_twice_is_one(model: RelationModel) -> None:
    document: Document = run("浔江省商务厅开会。浔江省商务厅主办了第三届浔江咖啡博览会。", until="coreference")
    related = relate(model, document)
    ends = {getattr(related.row.slots[a], "entity", "") for a in related.pairs.first}
    assert ends == {m.entity for m in document.mentions if isinstance(m, Mention)}
