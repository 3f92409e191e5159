"""What people type: counted as people count, cleaned of what would deceive a reader, never rewritten."""

from __future__ import annotations

import unicodedata

import regex

from facilitation.errors import Refused

_LINE_BREAKS = regex.compile(r"\r\n?|[\u2028\u2029\u0085\u000b\u000c]")
# Controls other than tab and line feed, and the bidirectional embeddings, overrides and isolates: these can make a
# line read differently from what it holds. Direction marks and joiners stay; Arabic, Hebrew and Persian need them.
_DECEIVING = regex.compile(r"[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
_TOO_MANY_BREAKS = regex.compile(r"\n{3,}")
_CHARACTER = regex.compile(r"\X")
# Putting marks in their order takes time by the square of how many stand on one letter.
_TOWER = regex.compile(r"(\p{M}{30})\p{M}+")
# Blanks, fillers and joiners alone show an empty card.
_VISIBLE = regex.compile(r"[^\p{Z}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]")
# One visible character may be made of this many code points: a family in four skin tones needs 11, a tower of
# accents that covers the lines around it more.
_CODE_POINTS_PER_CHARACTER = 16


def characters(text: str) -> list[str]:
    """The characters as a person would count them (grapheme clusters)."""
    return [found[0] for found in _CHARACTER.finditer(text)]


def clean(text: str, limit: int, noun: str) -> str:
    """The text as it is kept: deceiving characters gone, line breaks kept, within ``limit`` characters.

    Raises ``<noun>.empty`` and ``<noun>.too_long``.
    """
    if len(text) > 2 * limit * _CODE_POINTS_PER_CHARACTER:  # not worth the time that tidying takes
        raise Refused(f"{noun}.too_long", limit=limit)
    kept = tidy(text)
    if not _VISIBLE.search(kept):
        raise Refused(f"{noun}.empty")
    sizes = [len(character) for character in characters(kept)]
    if len(sizes) > limit or max(sizes) > _CODE_POINTS_PER_CHARACTER:
        raise Refused(f"{noun}.too_long", limit=limit)
    return kept


def clean_line(text: str | None, limit: int, noun: str) -> str | None:
    """The same for a single line that may be left out; blank counts as left out."""
    if text is None:
        return None
    if len(text) > 2 * limit * _CODE_POINTS_PER_CHARACTER:
        raise Refused(f"{noun}.too_long", limit=limit)
    if is_blank(text):
        return None
    return clean(" ".join(text.split()), limit, noun)


def is_blank(text: str) -> bool:
    """Whether there is nothing in it that anybody could see."""
    return not _VISIBLE.search(tidy(text))


def tidy(text: str) -> str:
    """The text without deceiving characters, with plain line breaks, no outer blanks."""
    text = _LINE_BREAKS.sub("\n", text)
    text = _TOWER.sub(r"\1", _DECEIVING.sub("", text).replace("\t", " "))
    # A lone surrogate can come out of JSON and cannot be stored.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return str(_TOO_MANY_BREAKS.sub("\n\n", unicodedata.normalize("NFC", text))).strip()
