"""Sentences seen through their mentions."""

from __future__ import annotations

from line import run

from kg.model import Mention
from kg.nlp.index import Index
from kg.nlp.masked import MARKS, mask


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
