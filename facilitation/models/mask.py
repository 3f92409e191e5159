"""What stands in a text in the place of what is hidden from everyone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

# The same whatever is behind it: its length would tell a short name from a long one.
MASK = "▒▒▒"


def masked(text: str, marks: Sequence[Sequence[Any]] | None) -> str:
    """The text with a mask in place of each marked stretch, [from, to, kind] in code points, in order."""
    return "".join(MASK if kind else part for part, kind in in_parts(text, marks))


def in_parts(text: str, marks: Sequence[Sequence[Any]] | None) -> list[tuple[str, str | None]]:
    """The text cut where marks begin and end: (part, its kind, or None where nothing is marked)."""
    parts: list[tuple[str, str | None]] = []
    at = 0
    for begins, ends, kind in marks or ():
        parts += [(text[at:begins], None), (text[begins:ends], kind)]
        at = ends
    return [(part, kind) for part, kind in [*parts, (text[at:], None)] if part]


def around_masks(text: str) -> list[tuple[str, bool]]:
    """A text with masks in it, cut where they stand: (part, whether it is a mask)."""
    return [(part, part == MASK) for part in re.split(f"({MASK})", text) if part]
