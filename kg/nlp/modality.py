"""Whether a statement is asserted, planned, negated or only reported, from the words around its trigger."""

from __future__ import annotations

import re

from kg.model import Status

_CLAUSE = re.compile(r"[，,；;。！？!?：:\n]")
# 将 is also an object marker (将工体搬进元宇宙): it is a plan only where a verb of happening follows closely.
_PLANNED = re.compile(
    r"将(?:于|在|会|要|由|继续|首次|正式|陆续|同期|与|和|如期|亮相|举[行办]|召开|举|承办|主办|发布|设|赴|出席|参)"
    r"|即将|(?<!打)[拟欲](?=[于在与和同将把]|参|设|举|引|赴|收|投|建|出)|计划(?=[于在与和同将]|参|设|举|引|赴|收|投|建|出)|有望|届时|预计|打算|准备(?=于|在|与|和)"
)
_NEGATED = re.compile(r"未(?!来|经|名|央)|没有|没能|不再|不会|否认|并非|并未|并无|从未|拒绝|无意|不实|取消|叫停|缺席")
_REPORTED = re.compile(r"据(?:称|传|报道|悉|了解|介绍)|传闻|坊间|网传|有消息称|疑似|或将|称(?:将|要|拟)")

# 原定4月30日举行的甲展取消, 原定22日在乙地开幕的甲展改至5月: what was scheduled did not take place.
_SCHEDULED = re.compile(r"原定|原计划|本应|原拟")
_CANCELLED = re.compile(r"取消|延期|推迟|叫停|停办|改[至到在为期于]|移[至到师]|提前[至到]|调整[至到为]")


def clause_bounds(text: str, start: int, end: int, at: int) -> tuple[int, int]:
    """The clause of `text[start:end]` (between commas or stops) that holds offset `at`."""
    left = start
    for match in _CLAUSE.finditer(text, start, end):
        if match.start() < at:
            left = match.end()
        else:
            return left, match.start()
    return left, end


def status(text: str, start: int, end: int, at: int) -> Status:
    """The status of what is said at offset `at` of the sentence `text[start:end]`.

    展会将于8月举行 → planned; 公司未参加展会 → negated; 据传公司将被收购 → reported; 展会在北京闭幕 → asserted.
    Counter-example: 将工体“搬”进元宇宙 is no plan.
    """
    left, right = clause_bounds(text, start, end, at)
    before = text[left:at]
    clause = text[left:right]
    if _NEGATED.search(before) or (_SCHEDULED.search(text[start:at]) and _CANCELLED.search(text[at:end])):
        return "negated"
    # 将 right at the head of a clause marks an object (将工体搬进…), behind a subject it marks the future.
    planned = (
        _PLANNED.search(before) or re.match(r"(?:届时|预计|计划)", clause) or re.search(r".将[^，。把]{0,12}$", before)
    )
    if not planned:
        return "asserted"
    return "reported" if _REPORTED.search(text[start:at]) else "planned"
