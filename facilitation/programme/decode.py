"""Bytes into text, and what is no text refused."""

from __future__ import annotations

import codecs

from facilitation.errors import Refused
from facilitation.programme import limits

# Documents of other programs that are not read here; some of them would pass as text and come out as noise.
_FOREIGN = (
    b"%PDF-",
    b"{\\rtf",
    b"\xd0\xcf\x11\xe0",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
)

_BYTE_ORDER = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def text_of(source: bytes) -> tuple[str, bool]:
    """Decode a text, and tell whether its encoding had to be assumed.

    UTF-8 and UTF-16 with a byte order mark are known for sure. Anything else is read as Windows-1252, the
    encoding of old office files in Western languages: a guess, which the caller must tell as a warning.
    """
    if source.startswith(_FOREIGN):
        raise Refused("programme.binary")
    encoding = next((name for mark, name in _BYTE_ORDER if source.startswith(mark)), "utf-8")
    try:
        return checked(source.decode(encoding)), False
    except UnicodeDecodeError:
        if encoding != "utf-8":
            raise Refused("programme.binary") from None
    # Windows-1252 leaves five bytes undefined: they decode to control characters, as browsers do.
    return checked(source.decode("cp1252", errors="replace")), True


def checked(text: str) -> str:
    """Return a text that is one: not empty, not too large, without NULs, half characters or many controls."""
    if len(text) > limits.TEXT_BYTES:
        raise Refused("programme.too_large", limit=limits.TEXT_BYTES)
    if "\0" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise Refused("programme.binary")
    if len(text.encode()) > limits.TEXT_BYTES:
        raise Refused("programme.too_large", limit=limits.TEXT_BYTES)
    controls = sum(1 for c in text if c < " " and c not in "\t\n\r\f\v")
    if controls > len(text) // 20:
        raise Refused("programme.binary")
    if not any(c.isalnum() for c in text):
        raise Refused("programme.empty")
    return text
