"""Words compared as a reader compares them: without case, accents, articles stuck on, or invisible
marks."""

from __future__ import annotations

import re
import unicodedata

import regex

_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
# Decomposing sorts the marks upon a letter, in quadratic time: no letter of any script carries thirty of them.
_TOWER = regex.compile(r"(\p{M}{30})\p{M}+")
_ARABIC_ARTICLE = re.compile(r"^و?ال(?=\w\w)|^لل(?=\w\w)")


def fold(text: str) -> str:
    """Fold a text for comparison: compatible forms, no case, no accents, no invisible marks."""
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", _TOWER.sub(r"\1", text)).casefold()
    return "".join(c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf"))


def words(text: str) -> list[str]:
    """List the folded words of a text; each Chinese character counts as a word, Arabic articles are
    dropped."""
    folded = fold(text)
    found: list[str] = _WORD.findall(folded)
    return [_ARABIC_ARTICLE.sub("", word) for word in found] if "ل" in folded else found
