"""What speaks for and against two nodes being one: features with a score and words, and the decision they add up to."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import Decision, Verdict

# (what is compared, score, the words in question); scores are the probability that the two are one.
Feature = tuple[str, float, str]

# Scores order the joins (see `clusters.cluster`): what names a thing in full comes before what abbreviates it. They are
# ranks written as probabilities, to be replaced by measured ones once pairs are labelled.
FULL_NAME = ("same full name", 1.0)
KNOWN_PERSON = ("same entry of the lexicon", 1.0)
SAME_EDITION = ("same edition", 1.0)
SAME_OCCASION = ("same name, parent and year", 0.95)
SHARED_ORGANIZATION = ("same organization", 0.95)
SPELLING = ("same but for habits of writing", 0.9)
LEGAL_FORM = ("same but for the legal form", 0.9)
PLACE_BEFORE = ("same but for the place before it", 0.85)
PLACE_IN_NAME = ("same but for 区 at its end", 0.85)
BRACKETED_PLACE = ("same but for a place in brackets", 0.85)
LESS_A_WORD = ("same name but for a word, in one article", 0.8)
DESCRIBED = ("same model or craft, described", 0.8)
SAME_UNIT = ("same unit of the same parent", 0.9)
SAME_YEAR = ("same name and year", 0.85)
SHARED_TITLE = ("same title", 0.85)
FOREIGN_NAME = ("same foreign name in full, nothing contradicts", 0.8)
ONLY_THING = ("short form of one thing in this build", 0.8)
BRAND = ("brand of a company's name", 0.75)
SURNAME_AND_POST = ("last name and same organization", 0.85)
CO_MENTION = ("same name, and the article names the employer", 0.75)
TRANSLATION = ("short form of one Chinese and one foreign name", 0.75)
ONLY_CANDIDATE = ("same name, nothing contradicts", 0.75)
SHORT_BRAND = ("brand of two characters, or of a local firm", 0.6)
SEVERAL_CANDIDATES = ("same name, several candidates", 0.5)
SEVERAL_THINGS = ("short form of several things", 0.5)
NOTHING_SHARED = ("same name, other organization and title", 0.4)
OTHER_CLASS = ("a firm and an authority", 0.3)
OTHER_PLACE = ("same name and year, other place", 0.4)
OTHER_PARENT = ("same name and year, other parent", 0.4)
NO_PARENT = ("general name, parent not stated", 0.4)
OTHER_ORDINAL = ("same year, other ordinal", 0.1)
OTHER_YEAR = ("other year", 0.05)
OTHER_ENTRY = ("two entries of the lexicon", 0.05)
OTHER_PERSON = ("one article keeps them apart", 0.05)

SAME_FROM = 0.75
DOUBTFUL = 0.6
DIFFERENT_TO = 0.1


def verdict(score: float) -> Verdict:
    """`same` from 0.75, `different` up to 0.1, `unsure` between: doubt keeps apart and is reported."""
    if score >= SAME_FROM:
        return "same"
    return "different" if score <= DIFFERENT_TO else "unsure"


def decide(left: str, right: str, features: Sequence[Feature]) -> Decision:
    """The decision about two nodes.

    The strongest feature carries the score; one that excludes outweighs all others, and one that speaks against
    (below 0.5) turns `same` into `unsure`.
    """
    scores = [score for _, score, _ in features]
    best, worst = max(scores), min(scores)
    score = worst if worst <= DIFFERENT_TO else min(best, DOUBTFUL) if worst < 0.5 <= best else best
    reasons = tuple(f"{what}: {words}" if words else what for what, _, words in features)
    return Decision(left, right, verdict(score), score, reasons)
