"""Text as it is compared: without case, accents and disguises, and where each of its characters came from."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

# Marks on letters, what nobody sees, and the stroke that only makes an Arabic word longer.
_LEFT_OUT = regex.compile(r"[\p{M}\p{Default_Ignorable_Code_Point}\u0640]")
# Letters of Hangul that fill a place and look like a blank.
_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
# Letters that differ in a way that Unicode does not take for an accent.
_ALIKE = str.maketrans(
    {
        "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th",
        "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ھ": "ه", "ہ": "ه", "ۀ": "ه", "ٱ": "ا", "ے": "ي",
        "’": "'", "‘": "'", "ʼ": "'", "′": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-",
        "−": "-",
    }
)  # fmt: skip


class Folded:
    """A text without what makes no difference; ``span`` leads from it back to the text itself."""

    def __init__(self, text: str) -> None:
        self._whole = text
        kept = [(part, place) for place, character in enumerate(text) for part in _folded(character)]
        self.text = "".join(part for part, _place in kept)
        self._places = [place for _part, place in kept]

    def span(self, begins: int, ends: int) -> tuple[int, int]:
        """Where a stretch of the folded text stands in the whole; marks on its last letter belong to it."""
        first, last = self._places[begins], self._places[ends - 1] + 1
        while last < len(self._whole) and _LEFT_OUT.match(self._whole[last]):
            last += 1
        return first, last

    def whole(self, begins: int, ends: int) -> str:
        """The stretch as it was written."""
        first, last = self.span(begins, ends)
        return self._whole[first:last]


def fold(text: str) -> str:
    """The same of a text whose places nobody asks for."""
    return "".join(map(_folded, text))


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    if character in _FILLERS:
        return " "
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    apart = _LEFT_OUT.sub("", unicodedata.normalize("NFKD", character)).casefold().translate(_ALIKE)
    # Folding case can bring an accent back, as it does for a capital I with a dot.
    return str(_LEFT_OUT.sub("", unicodedata.normalize("NFKD", apart)))


def any_of(words: str) -> str:
    """A pattern for any of these words, which stand apart by blanks, in a folded text; the longest that fits."""
    return "|".join(regex.escape(word) for word in sorted(fold(words).split(), key=len, reverse=True))
