"""From what lies in a folder nothing but data is made."""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kg.dataflow import Record
from kg.model import Article, Attribute, Claim, Document, Observation
from kg.rdf.ontology import read_schema
from kg.resolve.rounds.survey import survey
from kg.store.atomic import write_files
from kg.store.changes.guarded import ForeignDataError, guarded_record, read_value, told, untold
from kg.store.large.articles import PerArticle
from kg.store.parts import pickled

CLAIM = Claim("c", "a", Attribute("e", "theme", "数"), 0, 0, 1, "x", 0.5)


class Harm:
    """Calls a function when it is unpickled."""

    def __init__(self, function: Callable[..., Any], *given: Any) -> None:
        self.call = function, given

    def __reduce__(self) -> Any:
        return self.call


@pytest.mark.parametrize(
    "value",
    [
        ("文", 1, 1.5, None, True, b"\0", frozenset({"甲"}), {"a": (1,)}),
        Document(Article("a", "文。", (), date=date(2022, 9, 1)), claims=(CLAIM,)),
        Observation("e", "area", Decimal("1.50"), "平方米"),
        read_schema(None),
    ],
    ids=["plain", "document", "observation", "schema"],
)  # fmt: skip
def test_data_comes_back(value: object) -> None:
    assert read_value(pickle.dumps(value, 5)) == value


@pytest.mark.parametrize(
    "raw",
    [
        pickle.dumps(Harm(os.system, "exit 1")),
        pickle.dumps(Harm(eval, "1")),
        pickle.dumps(Harm(getattr, "a", "upper")),
        pickle.dumps(Harm(write_files, "x", {})),
        pickle.dumps(Harm(read_schema, None)),
        pickle.dumps(os.system),
        b"ckg.store.atomic\nPath\n.",
        b"ckg.store.atomic\nos.system\n.",
        b"cos\nsystem\n(S'true'\ntR.",
        b"",
        b"\x80\x05K",
        b"nonsense",
    ],
)
def test_anything_else_is_refused(raw: bytes) -> None:
    with pytest.raises(ForeignDataError):
        read_value(raw)


def test_a_record_is_read_when_it_is_asked_for_and_pickled_anew() -> None:
    record = guarded_record(("kind", "key", "", pickle.dumps(Harm(os.system, "exit 1"))))
    assert record[:3] == ("kind", "key", "")
    for ask in (lambda: record.value, lambda: pickled(record), lambda: record._replace(key="other")):
        with pytest.raises(ForeignDataError):
            ask()
    record = guarded_record(("kind", "key", "", pickle.dumps("文")))
    assert record._replace(key="other") == Record("kind", "other", "", "文")
    assert pickle.loads(pickled(record)) == "文"


def test_a_step_is_told_by_its_name() -> None:
    assert told(survey) == "kg.resolve.rounds.survey:survey"
    assert untold(told(survey)) is survey
    per = PerArticle(read_schema(None), None)  # type: ignore[arg-type]
    assert untold(told(per)) is per
    assert untold(told(("a", "b"))) == ("a", "b")


@pytest.mark.parametrize("name", ["os:system", "kg.store.atomic:write_files", "kg.nowhere:x", "kg.model:nothing", ""])
def test_a_name_of_no_step_is_refused(name: str) -> None:
    with pytest.raises(ForeignDataError):
        untold(name)
