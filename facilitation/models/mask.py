"""What stands in a text in the place of what is hidden from everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

# The same whatever is behind it: its length would tell a short name from a long one.
MASK = "▒▒▒"


def masked(text: str, marks: Sequence[Sequence[Any]] | None) -> str:
    """The text with a mask in place of each marked stretch, [from, to, kind] in code points, in order."""
    kept, at = [], 0
    for begins, ends, _kind in marks or ():
        kept += [text[at:begins], MASK]
        at = ends
    return "".join([*kept, text[at:]])
