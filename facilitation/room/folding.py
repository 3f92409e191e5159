"""Text as it is compared: without case, accents and disguises, and where each of its characters came from."""

from __future__ import annotations

import unicodedata
from functools import cached_property

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
# Characters that are remembered, of the million that somebody could send.
_KEPT = 4096


class Folded:
    """A text without what makes no difference; ``span`` leads from it back to the text itself."""

    def __init__(self, text: str) -> None:
        self._whole = text
        self.text = fold(text)

    @cached_property
    def _places(self) -> list[int]:
        """Where each character came from; nobody asks in a text in which nothing is found."""
        return [place for place, character in enumerate(self._whole) for _part in _FOLDED[ord(character)]]

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
    return text.translate(_FOLDED)


class _Characters(dict[int, str]):
    """What each character becomes, found out once: those of the scripts that are in use."""

    def __missing__(self, code: int) -> str:
        if len(self) >= _KEPT:
            self.clear()
        self[code] = folded = _folded(chr(code))
        return folded


_FOLDED = _Characters()


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
