"""The two tables of a segment, a public contract: `articles`, one row an article, and `claims`, one row a claim.

docs/claims.md describes every column. FORMAT is raised with every change that an earlier reader would trip over.
"""

from __future__ import annotations

import pyarrow as pa

FORMAT = 1

_TEXT = pa.string()
_AT = pa.int32()

SENTENCE = pa.struct([("number", _AT), ("start", _AT), ("end", _AT), ("block", _AT)])
MENTION = pa.struct(
    [
        ("start", _AT), ("end", _AT), ("text", _TEXT), ("class", _TEXT), ("origin", _TEXT),
        ("confidence", pa.float64()), ("form", _TEXT), ("entity", _TEXT),
    ]
)  # fmt: skip
ENTITY = pa.struct(
    [
        ("id", _TEXT), ("class", _TEXT), ("name", _TEXT), ("names", pa.list_(_TEXT)), ("series", _TEXT),
        ("year", pa.int64()), ("ordinal", pa.int64()), ("parent", _TEXT), ("known", _TEXT),
        ("confidence", pa.float64()),
    ]
)  # fmt: skip
ISSUE = pa.struct([("kind", _TEXT), ("message", _TEXT), ("source", _TEXT), ("place", _TEXT)])

ARTICLES = pa.schema(
    [
        ("key", _TEXT), ("article", _TEXT), ("title", _TEXT), ("date", pa.date32()), ("outlet", _TEXT), ("url", _TEXT),
        ("characters", _AT), ("claims", _AT), ("focus", _TEXT), ("sentences", pa.list_(SENTENCE)),
        ("mentions", pa.list_(MENTION)), ("entities", pa.list_(ENTITY)), ("issues", pa.list_(ISSUE)),
    ]
)  # fmt: skip

CLAIMS = pa.schema(
    [
        ("key", _TEXT), ("article", _TEXT), ("claim", _TEXT), ("kind", _TEXT),
        ("subject", _TEXT), ("subject_name", _TEXT), ("predicate", _TEXT), ("object", _TEXT), ("object_name", _TEXT),
        ("value", _TEXT), ("unit", _TEXT), ("comparator", _TEXT), ("change", _TEXT), ("period", _TEXT),
        ("sentence_number", _AT), ("sentence", _TEXT), ("start", _AT), ("end", _AT), ("quote", _TEXT),
        ("extractor", _TEXT), ("confidence", pa.float64()), ("status", _TEXT), ("role", _TEXT),
    ]
)  # fmt: skip
