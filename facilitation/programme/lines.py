"""Lines with hints: what every format is read into, so that one reader understands them all."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from facilitation.errors import Refused
from facilitation.programme import limits
from facilitation.programme.words.folding import words

# Invisible marks and breaks that may stand at the edges of a line; inside it they are left as they are.
EDGES = " \t\r\f\v\u00a0\u200b\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff"

# Two signs of scripts that set no blanks between words: Han, Kana, and the punctuation made for them.
_UNSPACED = re.compile(r"[\u3001-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff9f\U00020000-\U0003ffff]{2}")

_SENTENCE_END = tuple(".!?؟。！？…;؛,،，:：")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not empty, with what its look tells.

    ``number`` counts the lines of the source from 1; ``level`` is a heading's level (0: no sign of one);
    ``depth`` is how deep a bullet or number nests (``None``: it has neither); ``marker`` is the bullet or
    number as written; ``gap`` tells that an empty line, or the beginning of the text, comes before;
    ``goes_on`` that the paragraph of the line before goes on with it.
    """

    number: int
    text: str
    level: int = 0
    depth: int | None = None
    marker: str = ""
    gap: bool = False
    goes_on: bool = False

    @property
    def bulleted(self) -> bool:
        """Whether the line carries a bullet or a number of any kind."""
        return self.depth is not None

    @property
    def numbered(self) -> bool:
        """Whether that is a number or a letter."""
        return any(c.isalnum() for c in self.marker)

    @property
    def asks(self) -> bool:
        """Whether the line ends with a question mark."""
        return self.text.rstrip(EDGES + "\"'”’»)」』").endswith(("?", "؟", "？"))

    @property
    def finished(self) -> bool:
        """Whether the line ends like a sentence, or like a part of one."""
        return self.asks or self.text.rstrip("\"'”’»)」』").endswith(_SENTENCE_END)

    def joint(self, before: Line) -> str:
        """Return what stands between this line and the one before it in the same text."""
        if self.goes_on and before.number + 1 == self.number:  # else what it goes on from stands elsewhere
            return "" if _UNSPACED.fullmatch(before.text[-1] + self.text[0]) else " "
        return "\n\n" if self.gap else "\n"

    @property
    def words(self) -> list[str]:
        """The folded words of the line."""
        return words(self.text)

    def saying(self, text: str) -> Line:
        """Return this line with another text, in the same place."""
        return replace(self, text=text.strip(EDGES))


def columns(text: str) -> int:
    """How wide a text is on a page."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def in_capitals(text: str) -> bool:
    """Tell whether a text is written in capitals, as some write headings."""
    letters = [c for c in text if c.isalpha()] if len(text) <= 100 else []
    return len(letters) >= 4 and all(c.isupper() for c in letters)


def physical_lines(text: str) -> list[str]:
    """Split a text at its line breaks of every kind; refuse more lines than anybody plans."""
    found = re.split(r"\r\n|[\n\r\v\f\x85\u2028\u2029]", text)
    if sum(1 for line in found if line.strip()) > limits.LINES:
        raise Refused("programme.too_many_lines", limit=limits.LINES)
    return found


def rejoined(lines: list[Line]) -> list[Line]:
    """Join sentences that a narrow page has broken: a line in lower case is the rest of the one before."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        goes_on = before and not (line.gap or line.bulleted or line.level or before.level or before.finished)
        if before and goes_on and line.text[:1].islower():
            joined[-1] = before.saying(f"{before.text} {line.text}")
        else:
            joined.append(line)
    return joined
