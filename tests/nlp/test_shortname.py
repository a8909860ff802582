"""Short names that a company's legal name gives by rule."""

from __future__ import annotations

import pytest
from line import resources

from kg.nlp.shortname import short_forms, stands_for

CASES = [
    ("锐甲精密", "广东锐甲精密制造有限公司", True),
    ("格灵深瞳", "北京格灵深瞳信息技术股份有限公司", True),
    ("江海会展集团", "江海会展（集团）有限公司", True),
    ("江海会展", "江海会展（集团）有限公司", True),
    ("首都", "首都会展（集团）有限公司", False),
    ("中国银行", "中国银行交易银行部", False),
    ("中国建设", "中国建设银行", False),
    ("北京", "北京锐甲科技有限公司", False),
    ("有限公司", "锐甲有限公司", False),
]  # fmt: skip


@pytest.mark.parametrize(("short", "full", "expected"), CASES)
def test_a_short_name_stands_for_a_company(short: str, full: str, *, expected: bool) -> None:
    assert stands_for(short, full, resources().lexicon) is expected


@pytest.mark.parametrize("name", ["商务部", "首钢园", "北京大学", "公司"])
def test_other_names_give_no_short_forms(name: str) -> None:
    assert short_forms(name, resources().lexicon) == ()
