"""What no name is written like."""

from __future__ import annotations

import pytest
from line import resources

from kg.extract.names.written import is_written_as_name
from kg.model import Mention


def is_name(text: str, kind: str) -> bool:
    return is_written_as_name(Mention(0, len(text), text, kind, "rule", 0.9), resources().lexicon)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("海州茶厂", "Company"),
        ("海州茶厂（厦门）有限公司", "Company"),
        ("AT&T", "Company"),
        ("7-11", "Company"),
        ("Jean-Luc O’Neill", "Person"),
        ("茶云3.0", "Product"),
        ("vivo X30 Pro", "Product"),
        ("Bank of the West", "Company"),
        ("第三节海州茶艺课", "Event"),
        ("1921", "Work"),
        ("给那99%的人", "Work"),
        ("2022年茶博会", "Event"),
    ],
)
def test_a_name(text: str, kind: str) -> None:
    assert is_name(text, kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("%Y-%m-%d", "Person"),
        ("reply = client.get", "Organization"),
        ("def run(x", "Product"),
        ("run()", "Product"),
        ("user_name", "Person"),
        ("<b>茶厂", "Company"),
        ("www.tea.example", "Product"),
        ("https://tea.example/a", "Work"),
        ("/usr/share/doc", "Organization"),
        ("display modes for tables", "Organization"),
        ("甲\t乙", "Organization"),
        ("第2.5.3节", "Event"),
        ("a_b(1;2)", "Work"),
        ("页面index.html", "Product"),
        ("讲评大会", "Event"),
        ("四大会计师事务所", "Company"),
        ("江南水乡", "AdministrativeArea"),
        ("2020 12", "Event"),
        ("000667", "Product"),
        ("↓↓↓", "Person"),
        ("│海州│V", "Person"),
    ],
)
def test_no_name(text: str, kind: str) -> None:
    assert not is_name(text, kind)
