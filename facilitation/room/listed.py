"""Names and words that the organiser keeps, found in a text however they are written there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain

import regex

from facilitation.room.folding import Folded, fold

# A word where words stand apart, and what may stand between those of one name: at most so much.
_WORD = regex.compile(r"[\p{L}\p{N}]+")
_BETWEEN = 3
_LONGEST = 20
# Scripts that write words without a gap between them: there, a name is found wherever its characters stand.
_UNDIVIDED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}\p{Tibetan}]", regex.VERSION1
)
# "And", "so", "with", "like", "for", "the", as Arabic writes them: at the beginning of the word that follows.
_WRITTEN_ON = "و ف ب ك ل ال لل وب وك ول فب فك فل وال فال بال كال ولل وبال"
_PREFIXES = frozenset(_WRITTEN_ON.split())
_JOINED = frozenset(prefix[0] for prefix in _PREFIXES)
_LENGTHS = sorted({len(prefix) for prefix in _PREFIXES})


@dataclass(slots=True)
class _Word:
    """A word of a name: those that may follow, and whether the name may end with it."""

    following: dict[str, _Word] = field(default_factory=dict)
    ends: bool = False


class Listed:
    """Some names or words, prepared once to be looked for in many texts.

    Each text is gone through word by word, and each word is looked up: how long that takes depends on the text, and
    hardly on how many names there are.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._first = _Word()
        self._undivided: dict[str, set[str]] = {}  # by their first characters
        for entry in entries:
            folded = fold(entry)
            words = _WORD.findall(folded)
            if words and _UNDIVIDED.search(folded):
                name = "".join(words)
                self._undivided.setdefault(name[0], set()).add(name)
            elif words:
                node = self._first
                for word in words:
                    node = node.following.setdefault(word, _Word())
                node.ends = True

    def find(self, text: Folded) -> Iterator[tuple[int, int]]:
        """Where one of them stands, in places of the folded text; they may overlap."""
        if not (self._first.following or self._undivided):
            return
        words = [(word[0], word.start(), word.end()) for word in _WORD.finditer(text.text)]
        for place, (word, begins, ends) in enumerate(words):
            for skipped in _beginnings(word):
                node = self._first.following.get(word[skipped:])
                if node and (last := _follow(node, words[place + 1 : place + 1 + _LONGEST], ends)):
                    yield begins + skipped, last
        yield from self._without_gaps(words)

    def _without_gaps(self, words: list[tuple[str, int, int]]) -> Iterator[tuple[int, int]]:
        if not self._undivided:
            return
        run = "".join(word for word, _begins, _ends in words)
        places = [begins + offset for word, begins, _ends in words for offset in range(len(word))]
        for name in chain.from_iterable(self._undivided[first] for first in self._undivided.keys() & run):
            at = run.find(name)
            while at >= 0:
                yield places[at], places[at + len(name) - 1] + 1
                at = run.find(name, at + len(name))


def _beginnings(word: str) -> Iterable[int]:
    """Where in a word a name may begin: at its start, and behind what Arabic writes together with it."""
    if word[0] not in _JOINED:
        return (0,)
    return {0} | {length for length in _LENGTHS if word[:length] in _PREFIXES and len(word) - length > 1}


def _follow(node: _Word, following: list[tuple[str, int, int]], ends: int) -> int | None:
    """Where the longest name ends of which the first word was found, or None where other words follow."""
    last = ends if node.ends else None
    for word, begins, word_ends in following:
        found = node.following.get(word)
        if found is None or begins - ends > _BETWEEN:
            break
        node, ends = found, word_ends
        last = ends if node.ends else last
    return last
