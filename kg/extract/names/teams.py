"""Teams that are called after their town, and who plays for them, in reports of sport.

在抓举阶段，郑州队熊某和大同队周某并列第一 → 郑州队, 熊某, 大同队, 周某. Counter-examples: 郑州队伍, 郑州队长; a report
of something else (郑州队的展位).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.model import Mention, Tag
from kg.nlp.lexicon import Found

_SPORT = re.compile(r"比赛|锦标赛|联赛|决赛|运动会|冠军|亚军|夺金|金牌|战胜|击败|选手|球员")
_TEAM = re.compile(r"队(?![伍长员友列形旗医部内里])(?:选手|球员|队员|小将|老将|名将)?")
_CONFIDENCE = 0.95


def find_teams(text: str, tags: Sequence[Tag], known: Sequence[Found]) -> Iterator[Mention]:
    """A town's name and 队, and the person named right behind; nothing where the article is not of sport."""
    if len(_SPORT.findall(text)) < 2:
        return
    people = {t.start: t for t in tags if t.label == "PER" and 2 <= len(t.text) <= 4}
    for area in known:
        found = _TEAM.match(text, area.end) if area.entry.type == "AdministrativeArea" else None
        if found is None:
            continue
        end = area.end + 1
        yield Mention(area.start, end, text[area.start : end], "Organization", "rule:team", _CONFIDENCE)
        player = people.get(found.end())
        if player is not None:
            yield Mention(player.start, player.end, player.text, "Person", "rule:team", _CONFIDENCE)
