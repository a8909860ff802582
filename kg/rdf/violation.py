"""Where a graph breaks a shape."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One place where a graph breaks a shape.

    `focus` is the subject's IRI, `path` the property's (empty where the whole subject is meant), `value` the value at
    fault (empty where one is missing), `shape` the shape's IRI; `messages` by language (`zh`, `en`).
    """

    focus: str
    path: str
    value: str
    shape: str
    messages: tuple[tuple[str, str], ...]

    def message(self, language: str = "en") -> str:
        """What is wrong, in `zh` or `en`."""
        found = dict(self.messages)
        return found.get(language) or found.get("en") or next(iter(found.values()), "")

    def __str__(self) -> str:
        value = f" ({self.value})" if self.value else ""
        return f"{self.focus}: {self.message('en')}{value} / {self.message('zh')}"
