"""Words behind an event's name that turn to something else: a part of the event, or a meeting about it.

[乙展]签约仪式21日在[丙市]举行 tells no start of 乙展; [乙展]5月25日在[丙市]举行新闻通气会 neither a start nor a place.
Counter-example: [乙展]开幕式21日在[丙馆]举行 tells both.
"""

from __future__ import annotations

import re

_ABOUT = (
    r"(?:新闻发布会|媒体(?:见面|通气)会|通气会|吹风会|发布会|推介会|路演|动员会|部署会|推进会|筹备会|协调会|工作会议?|说明会|座谈会|招商会"
    r"|倒计时|主办方|承办方|组委会|执委会|筹委会)"
)
_PART = (
    r"(?:第[一二三四五\d]{1,2}(?:期|阶段|站)|首期|首站|签约仪式|签约会|颁奖(?:典礼|仪式|礼|晚会)?|揭幕战|揭幕赛|赛段|(?:半|总)?决赛|预赛|小组赛|首轮|末轮|演出|表演|专场|闭门会"
    r"|(?:分|子|平行|主题|专题|专场)(?:论坛|活动|会场)|预备会|预展)"
)
_PRESS = re.compile(r"(?:新闻发布会|通气会|吹风会|动员会|部署会|推进会|筹备会|协调会)$")
_BETWEEN = (
    r"[”」』]?(?:、[^，。；、]{2,20}?(?=闭幕|新闻))?(?:（[^（）]{1,20}）)?"  # 某展|、某峰会|闭幕新闻发布会
    r"(?![^，。；]{0,8}开幕(?!(?:新闻)?(?:发布|通气|吹风)会))的?[^，。；：、！？“”（）\n]{0,8}?"
)
_ABOUT_BEHIND = re.compile(_BETWEEN + _ABOUT)
_OTHER_BEHIND = re.compile(_BETWEEN + rf"(?:{_ABOUT}|{_PART})")
# 下一届某会将在某国举行: what follows is said of another edition.
_NEXT = re.compile(r"(?:下一?届|明年的?|下一站)[“「『]?$")
# 作为某展的活动之一，某峰会…: the fair is named to say what the meeting belongs to.
_SETTING = re.compile(r"作为[“「『]?$")
# 某博览会框架下的|三场论坛之一, 某书展的|配套论坛, 某数博会的|数字人权对话在某馆举行: so too.
_FRAME = re.compile(
    r"[”」』]?(?:（[^（）]{1,20}）)?(?:框架[下内]|的?配套(?!设施|服务)|的(?:边会|子论坛|分论坛|平行论坛|系列活动)"
    r"|(?![是为系成作])的?[^，。；：、！？“”（）\n]{0,10}(?:活动|论坛|会议|分会|环节|板块|赛事)之一"
    r"|的(?!开幕|主办|承办)[^，。；：、！？“”（）\n的]{2,12}?(?:对话会?|论坛|沙龙|工作坊|公开课|圆桌会?议?|研讨会|分享会|讲座|音乐会|演唱会)"
    r"(?=将?(?:[今昨\d][^，。；：、\n]{0,8})?[在于由]))"
)

# 某展|的观众住在某馆附近, 某赛|的门票9日发售: what belongs to it is somewhere, or comes, without it.
_BELONGING = re.compile(
    r"[”」』]?(?:（[^（）]{1,20}）)?的(?:观众|游客|门票|票务|参展商|展商|参赛者|选手|嘉宾|志愿者|奖杯|吉祥物|宣传片|展品|获奖者)"
)


def about_event(text: str, end: int, stop: int) -> bool:
    """Whether the words from `end`, behind an event's name or a verb of holding, turn to a meeting about it.

    第九届某展|主办方, 举行|新闻通气会.
    """
    return _ABOUT_BEHIND.match(text, end, stop) is not None


def apart_from(text: str, end: int, stop: int) -> bool:
    """Whether they turn to a part of the event or to a meeting about it: 某赛|第五赛段, 举行|颁奖典礼."""
    return _OTHER_BEHIND.match(text, end, stop) is not None


# 此次发布会由某市政府举办: the meeting about an event is not the event.
_PRESS_BY = re.compile(r"(?:^|[。；\n]|(?:此次|本次|当天的))(?:新闻)?(?:发布会|通气会|吹风会)由")


def press_told(text: str, start: int, end: int) -> bool:
    """Whether the stretch says by whom a meeting with the press is held: 此次发布会由|甲市政府主办."""
    return _PRESS_BY.search(text, start, end) is not None


def is_meeting_about(name: str) -> bool:
    """Whether an event is one at which others are spoken of: 某展新闻发布会."""
    return _PRESS.search(name) is not None


def next_edition(text: str, start: int) -> bool:
    """Whether the words before an event's name say that the next edition is meant: 下一届|某会."""
    return _NEXT.search(text, max(0, start - 6), start) is not None


def only_setting(text: str, start: int, end: int) -> bool:
    """Whether an event is named only for what is part of it: 作为|某展|的重要活动, 某展|框架下的七场论坛之一.

    Counter-example: 某展|的主办方.
    """
    return _SETTING.search(text, max(0, start - 4), start) is not None or _FRAME.match(text, end) is not None


def elsewhere(text: str, name: tuple[int, int], verb_end: int, sentence: tuple[int, int], property_name: str) -> bool:
    """Whether a relation of the event named at `name`, said by a verb that ends at `verb_end`, is that of another.

    No organizer, place or date of this edition follows from what the next one will have, nor from what a meeting has
    that is held in its frame; no place and date from those of a meeting about it or of its visitors, and no date from
    that of a part.
    """
    if property_name not in _OF_EDITION:
        return False
    start, end = name
    if next_edition(text, start) or _FRAME.match(text, end):  # but 作为|某展|的承办单位 tells an organizer
        return True
    if property_name in ("organizer", "theme"):
        return False
    if _BELONGING.match(text, end):
        return True
    turned = about_event if property_name == "heldAt" else apart_from
    here = sentence[0] <= start and end <= verb_end
    return (here and turned(text, end, verb_end)) or turned(text, verb_end, sentence[1])


_OF_EDITION = frozenset(("heldAt", "organizer", "startDate", "endDate", "theme"))
