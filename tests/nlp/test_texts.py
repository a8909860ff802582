"""Many short texts tagged at once give what each gives alone, with offsets of its own."""

from __future__ import annotations

from line import resources

from kg.nlp.texts import Models, tag_texts

TEXTS = [
    "商务部副部长王炳南致辞。",
    "",
    "9月2日，服贸会在首钢园开幕。吸引1万余家企业。",
    "🙂 no names here",
    "  北京  ",
]


def _models() -> Models:
    loaded = resources()
    return Models(loaded.tokenizer, loaded.tagger, loaded.names)


def test_offsets_are_each_texts_own() -> None:
    found = list(tag_texts(_models(), TEXTS))
    assert len(found) == len(TEXTS)
    for text, spans in zip(TEXTS, found, strict=True):
        assert all(text[s.start : s.end] == s.text and 0 < s.score <= 1 for s in spans)
    assert "王炳南" in {s.text for s in found[0]}
    assert found[1] == ()


def test_a_text_is_tagged_the_same_alone_and_among_others() -> None:
    together = list(tag_texts(_models(), TEXTS * 3))
    alone = [next(iter(tag_texts(_models(), [t]))) for t in TEXTS]
    assert [[(s.start, s.end, s.label) for s in spans] for spans in together] == [
        [(s.start, s.end, s.label) for s in spans] for spans in alone * 3
    ]
