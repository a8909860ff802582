"""Bytes to text: by byte-order mark, by validity as UTF-8, by declaration, then by detection."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from kg.read.typography import ideographs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)["']?\s*[=:]\s*["']?\s*([A-Za-z][\w.:-]{2,30})""", re.I)
_HEAD = 4096  # bytes; HTML asks for the declaration within 1,024
# Browsers read the labels of the subsets as their supersets, and so do pages use them. Other labels are not believed:
# iso-8859-1 is what servers say when nobody told them, and some codecs (idna, unicode_escape) are no encodings.
_BELIEVED = {
    "utf-8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "hz", "big5": "big5hkscs",
    "big5hkscs": "big5hkscs", "cp950": "cp950", "shift_jis": "cp932", "cp932": "cp932", "euc_jp": "euc_jp",
    "euc_kr": "cp949", "cp949": "cp949",
}  # fmt: skip
_SAMPLE = 65536  # bytes; detection was right from 80 bytes of running text on
_SIGNATURES = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF", b"RIFF", b"SQLite format",
    b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ", b"MZ\x90",
)  # fmt: skip
# Random bytes are one tenth controls, pictures and programs more; a damaged text has a few in a thousand.
_BINARY_CONTROLS = 0.05
# Share of undecodable characters up to which a guess holds: one cut character of a news flash is 0.03, GBK read as
# UTF-8 has over 0.5.
_DAMAGE = 0.1
_COMMON = "的一是在不了有和人中大上年月日為为個个國国"
_COMMON_SHARE = 0.01  # news has 0.08 to 0.12 of them, Russian read as GBK or Big5 none
_COUNTED = 50  # ideographs; fewer say nothing about shares
_CONTROLS = bytes({*range(32), 0x7F} - set(b"\t\n\x0b\x0c\r\x1b"))


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text` of some bytes, the `encoding` used, and a `problem` in words where bytes or declaration were wrong.

    `encoding` is empty where none makes sense of the bytes.
    """

    text: str
    encoding: str
    problem: str = ""


def is_binary(raw: bytes) -> bool:
    """Whether `raw` is no text: a known signature, or too many control characters (UTF-16 needs its mark)."""
    if raw.startswith(_SIGNATURES):
        return True
    if _mark(raw):
        return False
    sample = raw[:_SAMPLE]
    return len(sample) - len(sample.translate(None, _CONTROLS)) > _BINARY_CONTROLS * len(sample)


def decode(raw: bytes, charset: str = "") -> Decoded:
    """The text of `raw`. Undecodable bytes become U+FFFD and a `problem`; nothing is lost in silence.

    `charset` is the name that the server gave; as in browsers it comes before the page's own.
    """
    if encoding := _mark(raw):
        return _decode(raw, encoding)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_other(raw, charset)
    declared = _believed(charset) or _declaration(raw)
    if declared in ("", "utf-8") or text.isascii():
        return Decoded(text, "utf-8")
    # A few words of GBK can be valid UTF-8, but then as Latin or Cyrillic, never as ideographs.
    if ideographs(text):
        return Decoded(text, "utf-8", f"declared as {declared}, but is UTF-8")
    return _decode(raw, declared)


def _decode_other(raw: bytes, charset: str) -> Decoded:
    """Bytes that are not valid UTF-8."""
    for declared in dict.fromkeys((_believed(charset), _declaration(raw))):
        if declared in ("", "utf-8"):
            continue
        found = _decode(raw, declared)
        if not found.problem or _damage(found.text) < _DAMAGE:
            return found
    found = _decode(raw, "utf-8")
    if _damage(found.text) < _DAMAGE:
        return found
    found = _decode(raw, _detect(raw))
    return found if _makes_sense(found.text) else Decoded("", "", "its encoding is unknown")


def _makes_sense(text: str) -> bool:
    """Whether the commonest characters are as common as in any Chinese; bytes of Cyrillic read as GBK have none."""
    chinese = ideographs(text)
    return chinese < _COUNTED or sum(map(text.count, _COMMON)) > _COMMON_SHARE * chinese


def _mark(raw: bytes) -> str:
    return next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "")


def _declaration(raw: bytes) -> str:
    """The codec that the head names in a meta tag, an XML declaration or its front matter, if it is believed."""
    match = _DECLARED.search(raw[:_HEAD])
    return _believed(match[1].decode("ascii")) if match else ""


def _believed(label: str) -> str:
    try:
        return _BELIEVED.get(codecs.lookup(label).name, "") if label.isascii() and "\0" not in label else ""
    except LookupError:
        return ""


def _decode(raw: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(raw.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        where = f"byte {error.start} is not valid {encoding}"
    if encoding.startswith("utf-8"):
        try:  # halves of surrogate pairs, written one by one: pairs are joined, lone halves go
            text = raw.decode(encoding, "surrogatepass").encode("utf-16-le", "surrogatepass")
            return Decoded(text.decode("utf-16-le", "ignore"), encoding, where)
        except UnicodeDecodeError:
            pass
    return Decoded(raw.decode(encoding, "replace"), encoding, where)


def _damage(text: str) -> float:
    """Share of replacement characters among the characters beyond ASCII."""
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text.count("\ufffd") / beyond if beyond else 0.0


def _detect(raw: bytes) -> str:
    """gb18030 or big5hkscs, whichever the text of `raw` makes sense in."""
    sample = raw[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=["gb18030", "big5"]).best()
    if best is not None:
        return _BELIEVED[best.encoding]
    damage = {name: sample.decode(name, "replace").count("\ufffd") for name in ("gb18030", "big5hkscs")}
    return min(damage, key=lambda name: (damage[name], name != "gb18030"))
