"""The name tagger on its own: names in texts and files, and its figures on marked files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from kg.errors import UsageError
from kg.model import NameSpan
from kg.nlp.marked import Figures, Span, figures, mapped, read_marked
from kg.nlp.names import CONVENTIONS, load_name_tagger
from kg.nlp.texts import Models, tag_texts
from kg.pipeline import load_resources
from kg.read.articles import read_articles


def tag_lines(lines: Iterable[str], *, conventions: str = CONVENTIONS[0]) -> Iterator[tuple[NameSpan, ...]]:
    """The names of each text, in order; offsets are the text's own.

    `conventions`: whose habits of marking names are kept to, one of CONVENTIONS. Raises ResourceError.
    """
    return tag_texts(_models(conventions), lines)


def texts_of(path: str, *, stdin: bytes | None = None) -> list[str]:
    """The article texts in a file of any shape that `kg build` reads; raises NothingUsableError."""
    return [article.text for article in read_articles([path], stdin=stdin).articles]


def evaluate(
    files: Sequence[str], names: Mapping[str, str], *, conventions: str = CONVENTIONS[0]
) -> dict[str, Figures]:
    """Figures per label and over all, by exact span and label, on marked files.

    Args:
        conventions: see `tag_lines`.
        names: our labels → the files' labels; labels not named are left out of both. Empty: ours as they are.

    Raises:
        ReadError: a file cannot be read; the message names file and line.
        UsageError: the files hold no text.
    """
    texts = [text for file in files for text in read_marked(Path(file))]
    if not texts:
        raise UsageError("the files hold no marked text")
    wanted = frozenset(names.values())
    pairs = []
    for text, spans in zip(texts, tag_lines((t.text for t in texts), conventions=conventions), strict=True):
        ours: list[Span] = [(s.start, s.end, s.label) for s in spans]
        marked = frozenset(s for s in text.spans if not wanted or s[2] in wanted)
        pairs.append((mapped(ours, names, strict=bool(names)), marked))
    return figures(pairs)


def _models(conventions: str) -> Models:
    resources = load_resources()
    names = resources.names
    if conventions != CONVENTIONS[0]:
        names = load_name_tagger(names.knowledge.lexicon, vectors=names.vectors, conventions=conventions)
    return Models(resources.tokenizer, resources.tagger, names)


__all__ = ["CONVENTIONS", "Figures", "evaluate", "tag_lines", "texts_of"]
