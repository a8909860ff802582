"""The one tree of errors that `kg` raises on purpose; anything else that escapes is a bug."""

from __future__ import annotations


class KgError(Exception):
    """Base of every error a user can cause and mend; `exit_code` is what the command line returns for it."""

    exit_code = 2


class UsageError(KgError):
    """A command or function was called in a way that cannot work."""


class ReadError(KgError):
    """One source cannot be read; the message names the file (and the place in it, where there is one)."""


class NothingUsableError(KgError):
    """No article at all could be read from the given paths."""


class ResourceError(KgError):
    """A lexicon, the ontology or the tagger's model is missing or malformed."""


class OutputError(KgError):
    """A result cannot be written; what was there before is whole."""


class GraphLoadError(KgError):
    """A saved graph is missing or cannot be read back."""


class QueryError(KgError):
    """A SPARQL query is wrong; the message shows where."""


class ShapeError(KgError):
    """The graph breaks its SHACL shapes."""

    exit_code = 1


class ExampleError(KgError):
    """A pattern file does not do what its own examples say."""

    exit_code = 1


class UnknownEntityError(KgError, KeyError):
    """No entity has that name, alias or IRI."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else ""


class AmbiguousEntityError(KgError):
    """Several entities have that name; `candidates` lists their ids, the message what tells them apart.

    `described` says about each candidate what it is, in their order.
    """

    def __init__(self, name: str, candidates: tuple[str, ...], described: tuple[str, ...] = ()) -> None:
        lines = [f"  ent:{c}  {text}".rstrip() for c, text in zip(candidates, described or candidates, strict=True)]
        super().__init__("\n".join((f"{name!r} names several entities; ask for one of them by its ent: name", *lines)))
        self.candidates = candidates


class QueryTimeoutError(QueryError):
    """A SPARQL query took longer than it may and was ended."""


class AnswerSizeError(QueryError):
    """A SPARQL query's answer is larger than it may be; nothing of it is given."""


class NotAcceptableError(QueryError):
    """A SPARQL query's kind of answer cannot be given in any of the formats asked for."""


class WorkerError(QueryError):
    """The process that answered a SPARQL query ended early, most often because memory ran out."""


class ServerBusyError(KgError):
    """More queries are running or waiting than may; trying again later helps."""
