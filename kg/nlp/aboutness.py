"""Which entity a quantity is about, from weighted features: a log-linear choice between the candidates and none."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from kg.model import Quantity, Sentence
from kg.nlp.about_weights import WEIGHTS
from kg.nlp.subject_words import WHOLE, unit_class

_SMALL = re.compile(r"[一二两三四五六七八九十]{1,2}[^\d]{1,2}")


def quantity_features(text: str, sentence: Sentence, quantity: Quantity, measure: str, how: str) -> frozenset[str]:
    """What speaks for the quantity being about no named entity at all; `how` says where the measure came from."""
    quoted = text.count("“", sentence.start, quantity.start) > text.count("”", sentence.start, quantity.start)
    features = {"none", f"none:{how}", f"none:{unit_class(quantity.unit)}", f"none:unit:{quantity.unit}"}
    clause = text[max(sentence.start, quantity.start - 16) : quantity.start]
    if WHOLE.search(clause):
        features.add("none:whole")  # 全国检验检测机构已达5.3万家
    if "每" in clause[-6:]:
        features.add("none:each")
    if quoted:
        features.add("none:quoted")
    if _SMALL.fullmatch(quantity.text):
        features.add("none:small")
    if quantity.comparator != "exactly":
        features.add("none:compared")
    features.add(f"none:length:{min(len(measure), 8)}")
    if quantity.value >= 1000:
        features.add("none:large")
    return frozenset(features)


def choose(candidates: Mapping[str, frozenset[str]], none: frozenset[str]) -> tuple[str, float]:
    """The likeliest entity and its probability (0..1); ("", 0.0) without candidates. Ties fall to the smaller id."""
    if not candidates:
        return "", 0.0
    scores = {entity: score(features) for entity, features in candidates.items()}
    rest = score(none)
    top = max(rest, *scores.values())
    total = sum(math.exp(s - top) for s in (rest, *sorted(scores.values())))
    best = min(scores, key=lambda e: (-scores[e], len(e), e))
    return best, math.exp(scores[best] - top) / total


def score(features: frozenset[str]) -> float:
    return sum(sorted(WEIGHTS.get(f, 0.0) for f in features))
