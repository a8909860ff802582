"""Sentences seen through their mentions."""

from __future__ import annotations

import pytest
from line import run

from kg.model import Mention
from kg.nlp.index import Index
from kg.nlp.masked import MARKS, mask, without_posts


def _masked(text: str) -> str:
    document = run(text, until="coreference")
    shown = mask(Index(document), document.sentences[0]).text
    letters = {"Organization": "O", "Event": "E", "Venue": "V", "AdministrativeArea": "A", "Date": "D", "Quantity": "N"}
    for kind, letter in letters.items():
        shown = shown.replace(MARKS[kind], letter)
    return shown


def test_mentions_dates_and_figures_shrink_to_one_character() -> None:
    text = "由海南省商务厅主办的第三届海岛咖啡博览会9月10日在海口举行，吸引300家企业。"
    assert _masked(text) == "由O主办的ED在A举行，吸引N企业。"


def test_marks_around_a_name_and_parentheses_are_left_out() -> None:
    assert _masked("“第三届海岛咖啡博览会”（见图）在海口举行。") == "E在A举行。"


def test_an_edition_right_before_its_sub_event_is_left_out() -> None:
    assert _masked("2020年服贸会全球服务贸易峰会闭幕。") == "E闭幕。"


def test_masked_characters_lead_back_to_the_text() -> None:
    document = run("由海南省商务厅主办的会议在海口举行。", until="coreference")
    masked = mask(Index(document), document.sentences[0])
    text = document.article.text
    for start, end, slot in zip(masked.starts, masked.ends, masked.slots, strict=True):
        if isinstance(slot, Mention):
            assert text[start:end] == slot.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("海口市商务局局长王平、海南大学党委书记李东出席。", "P、P出席。"),
        ("海南大学李东教授，海口市商务局原局长王平出席。", "OP，P出席。"),
        ("第三届海岛咖啡博览会组委会主席王平出席。", "P出席。"),
        ("海口市商务局局长出席。", "OT出席。"),
        ("海南大学校长李东，省茶业管理办公室主任王平，市领导陈树林出席。", "P，P，P出席。"),
        ("海南大学校长李东会见了王平。", "P会见了P。"),
    ],
)
def test_posts_at_names_are_left_out(text: str, shown: str) -> None:
    document = run(text, until="coreference")
    plain = without_posts(mask(Index(document), document.sentences[0]))
    letters = {"Organization": "O", "Event": "E", "Person": "P", "Title": "T"}
    found = plain.text
    for kind, letter in letters.items():
        found = found.replace(MARKS[kind], letter)
    assert found == shown
    assert len(plain.text) == len(plain.starts) == len(plain.ends) == len(plain.slots)
