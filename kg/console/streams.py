"""Where the commands print: consoles for people, bytes for machines."""

from __future__ import annotations

import os
import sys
import unicodedata
from typing import NoReturn, TextIO

from rich.console import Console as RichConsole
from rich.console import RenderableType

# Wide enough for any row: where nobody looks at a window, lines are the reader's business.
UNBOUNDED = 100_000


class Console(RichConsole):
    """A rich console that leaves a broken pipe to the caller."""

    def on_broken_pipe(self) -> NoReturn:
        """Called by rich while it handles the BrokenPipeError; its own answer would be to exit with 1."""
        raise

    def print_rows(self, *renderables: RenderableType) -> None:
        """Print tables; where it is no terminal, without the blanks that fill up their lines."""
        if self.is_terminal:
            self.print(*renderables)
            return
        with self.capture() as captured:
            self.print(*renderables)
        self.file.write("".join(line.rstrip() + "\n" for line in captured.get().splitlines()))


def console(stream: TextIO | None = None, *, width: int = UNBOUNDED) -> Console:
    """A console on `stream` (standard output); `width` columns where it is no terminal and COLUMNS does not say."""
    file = stream or sys.stdout
    fixed = None if file.isatty() or os.environ.get("COLUMNS", "").isdigit() else width
    return Console(file=file, width=fixed, highlight=False, markup=False, emoji=False)


def tell(message: str) -> None:
    """One line for people on standard error."""
    print(f"kg: {visible(message)}", file=sys.stderr, flush=True)


def write_bytes(data: bytes) -> None:
    """Bytes on standard output as they are, whatever its encoding."""
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:  # replaced by something that takes text only, as in a notebook
        sys.stdout.write(data.decode("utf-8", "replace"))
        return
    binary.write(data)
    binary.flush()


def visible(text: str) -> str:
    """The text with control characters, which could command a terminal, as U+FFFD; line ends and tabs stay."""
    return "".join(
        "\ufffd" if char not in "\n\t" and unicodedata.category(char) in ("Cc", "Cs") else char for char in text
    )
