"""Canonical names, classes and ids."""

from __future__ import annotations

from collections import Counter

import pytest
from made import document, entity_of, thing

from kg.resolve import resolve
from kg.resolve.canonical import bare, vote_type
from kg.resolve.ids import Candidate, assign_ids


@pytest.mark.parametrize(
    ("type_", "names", "canonical"),
    [
        ("Company", ("首都会展集团", "首都会展（集团）有限公司"), "首都会展（集团）有限公司"),
        ("Company", ("首都会展(集团)有限公司", "首都会展"), "首都会展(集团)有限公司"),
        ("Organization", ("GATIS", "服贸联盟", "全球服务贸易联盟"), "全球服务贸易联盟"),
        ("Organization", ("Global Alliance for Trade in Services", "服贸联盟"), "服贸联盟"),
        ("Organization", ("GATIS", "Global Alliance for Trade in Services"), "Global Alliance for Trade in Services"),
        ("Company", ("海岛重工业务板块", "海岛重工集团"), "海岛重工集团"),
        ("Company", ("法国智海会展集团", "智海会展集团"), "智海会展集团"),
        ("Company", ("北京海岛科技有限公司", "海岛科技有限公司"), "北京海岛科技有限公司"),
        ("GovernmentBody", ("北京市商务局", "商务局"), "北京市商务局"),
        ("Company", ("中国银行", "银行"), "中国银行"),
        ("AdministrativeArea", ("北京", "京", "北京市"), "北京"),
        ("AdministrativeArea", ("广西壮族自治区", "广西"), "广西"),
        ("AdministrativeArea", ("北京市",), "北京市"),
        ("AdministrativeArea", ("中国", "中华人民共和国"), "中国"),
        ("Venue", ("首钢园区", "首钢园"), "首钢园"),
        ("Venue", ("首钢园区",), "首钢园区"),
        ("Venue", ("北京国家会议中心", "国家会议中心"), "国家会议中心"),
        ("Venue", ("北京会议中心", "会议中心"), "北京会议中心"),
        ("EventSeries", ("中国（东海）贸易交易会", "中国贸易交易会"), "中国贸易交易会"),
        ("EventSeries", ("中国（东海）贸易交易会", "东贸会"), "中国（东海）贸易交易会"),
        ("Work", ("《东海贸易报告》", "贸易报告"), "东海贸易报告"),
        ("Event", ("海岛日", "“海岛日”暨“两区”建设主题活动"), "“海岛日”暨“两区”建设主题活动"),
        ("Product", ("C919", "国产大飞机C919"), "国产大飞机C919"),
        ("Person", ("王晓先生", "王晓"), "王晓"),
        ("Person", ("Anna Li", "李安娜"), "李安娜"),
        ("Person", ("希尔", "蒂姆·希尔"), "蒂姆·希尔"),
    ],
)
def test_canonical_names(type_: str, names: tuple[str, ...], canonical: str) -> None:
    areas = (thing("a1", "AdministrativeArea", "法国"), thing("a2", "AdministrativeArea", "北京市"))
    own = () if type_ == "AdministrativeArea" else areas
    a = document("a", "2022-09-01", thing("e", type_, *names), *own)
    assert entity_of(resolve([a]), a, "e").name == canonical


def test_the_usual_spelling_is_shown() -> None:
    spellings = ["海岛（集团）公司", "海岛（集团）公司", "海岛(集团)公司"]
    documents = [document(f"t{i}", "2022-09-01", thing("e", "Company", name)) for i, name in enumerate(spellings)]
    (entity,) = resolve(documents).entities
    assert entity.id == "海岛（集团）公司"


def test_plain_width_is_shown_even_where_rarer() -> None:
    documents = [
        document(f"t{i}", "2022-09-01", thing("e", "Company", n)) for i, n in enumerate(["ＡＢＣ", "ＡＢＣ", "ABC"])
    ]
    (entity,) = resolve(documents).entities
    assert entity.id == "ABC"


@pytest.mark.parametrize(
    ("name", "inner"),
    [
        ("《某报告》", "某报告"),
        ("“某号”", "某号"),
        ("“甲日”暨“乙日”", "“甲日”暨“乙日”"),
        ("某（集团）", "某（集团）"),
        ("《》", "《》"),
    ],
)
def test_only_brackets_around_the_whole_name_go(name: str, inner: str) -> None:
    assert bare(name) == inner


@pytest.mark.parametrize(
    ("types", "decided", "tied"),
    [
        (["Company", "Organization", "Organization"], "Company", ()),
        (["Company", "Company", "Association"], "Company", ()),
        (["Company", "Association", "Organization"], "Organization", ("Association", "Company")),
        (["Organization"], "Organization", ()),
    ],
)
def test_the_most_frequent_specific_class_wins(types: list[str], decided: str, tied: tuple[str, ...]) -> None:
    assert vote_type(Counter(types), "Organization") == (decided, tied)


def test_tied_classes_are_reported() -> None:
    documents = [document(t, "2022-09-01", thing("e", t, "海岛联合体")) for t in ("Company", "Association")]
    found = resolve(documents)
    assert [e.type for e in found.entities] == ["Organization"]
    assert [(i.kind, i.message) for i in found.issues] == [
        ("type-tied", "海岛联合体 is Association and Company equally often: kept as Organization")
    ]


def candidate(root: str, group: str, *own: str) -> Candidate:
    return Candidate(root, "王晓", group, own, ("2022-09-01", root))


@pytest.mark.parametrize(
    ("candidates", "ids"),
    [
        ([candidate("a", "Person", "甲")], ["王晓"]),
        ([candidate("a", "Person", "甲"), candidate("b", "Person", "乙")], ["王晓_甲", "王晓_乙"]),
        ([candidate("a", "Person", "甲"), candidate("b", "Person")], ["王晓_甲", "王晓"]),
        ([candidate("a", "Person", "甲", "丙"), candidate("b", "Person", "甲", "丁")], ["王晓_甲_丙", "王晓_甲_丁"]),
        ([candidate("a", "Person", "甲"), candidate("b", "Person", "甲", "科员")], ["王晓_甲", "王晓_甲_科员"]),
        ([candidate("a", "Person"), candidate("b", "Person")], ["王晓_2022-09-01_a", "王晓_2022-09-01_b"]),
        ([candidate("a", "Venue"), candidate("b", "Person")], ["王晓_Venue", "王晓"]),
        ([candidate("a", "Event", "2022"), candidate("b", "EventSeries")], ["王晓_2022", "王晓"]),
    ],
)  # fmt: skip
def test_ids_of_homonyms(candidates: list[Candidate], ids: list[str]) -> None:
    found, _ = assign_ids(candidates)
    assert [found[c.root] for c in candidates] == ids


def test_ids_are_unique_even_where_a_name_looks_like_a_suffixed_one() -> None:
    taken = Candidate("c", "王晓_甲", "Person", (), ())
    twin = Candidate("d", "王晓", "Person", ("甲",), ())
    found, _ = assign_ids([taken, twin, candidate("a", "Person", "乙"), Candidate("e", "王晓", "Person", ("甲",), ())])
    assert len(set(found.values())) == 4
    assert found["c"] == "王晓_甲"


def test_an_area_prefix_goes_only_where_the_area_is_known() -> None:
    venue, area = thing("e", "Venue", "南海珊瑚馆新馆", "珊瑚馆新馆"), thing("a", "AdministrativeArea", "南海")
    a, b = document("a", "2022-09-01", venue), document("b", "2022-09-01", venue, area)
    assert entity_of(resolve([a]), a, "e").name == "南海珊瑚馆新馆"
    assert entity_of(resolve([b]), b, "e").name == "珊瑚馆新馆"
