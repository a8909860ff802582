"""A limit on the processor time of one call, in the process that makes it.

A timer of the operating system counts the processor time and interrupts the call with an exception. A worker that is
killed and started anew would be the other way; it costs a second and all that the worker had loaded, and is needed only
where a library never comes back to Python, which none of ours does: `re` looks for interrupts while it searches, and
arrays are of bounded size.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import ParamSpec, TypeVar

from kg.model import Issue

Given = ParamSpec("Given")
Found = TypeVar("Found")
# The kind of issue that tells of an article given up; its `place` is the limit in seconds.
OVERTIME = "article-timeout"
# An exception raised inside a destructor is swallowed; the timer raises it again after so many seconds.
_AGAIN = 0.5


class OvertimeError(BaseException):
    """The call took longer than it may. No `Exception`: extractors that catch those must not swallow it."""


def within(seconds: float | None, call: Callable[Given, Found], /, *args: Given.args, **kwargs: Given.kwargs) -> Found:
    """`call(*args, **kwargs)`, interrupted by OvertimeError after so many seconds of processor time.

    Without `seconds`, outside the main thread and on systems without such timers there is no limit.
    """
    able = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if seconds is None or not able:
        return call(*args, **kwargs)
    armed = True

    def interrupt(number: int, frame: FrameType | None) -> None:
        if armed:
            raise OvertimeError

    before = signal.signal(signal.SIGVTALRM, interrupt)
    try:
        try:
            signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
            return call(*args, **kwargs)
        finally:
            armed = False  # an interrupt that comes just before this line is raised here, and the rest still happens
    finally:
        armed = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def overtime_issue(seconds: float, source: str) -> Issue:
    """The issue for an article that was given up after so many seconds."""
    return Issue(OVERTIME, f"the article was given up after {seconds:g} s of processor time", source, f"{seconds:g}")
