"""What people typed, as Markdown that reads as it was typed and can be nothing but text."""

from __future__ import annotations

import regex

# What can begin something wherever it stands, in CommonMark or in its usual extensions (tables, strike-through, maths,
# attributes); "://" and "www." begin bare links, which must not lead anywhere either.
_ANYWHERE = regex.compile(r"[\\`*_\[\]<&|~${]|:(?=//)|(?<=www)\.", regex.IGNORECASE)
# What begins a heading, a list, a quotation or a table at the start of a line alone.
_AT_START = regex.compile(r"^(?=[#>=+:-])|^\d{1,9}(?=[.)](?:\s|$))")
# A closing run of these is no part of a heading.
_AT_END = regex.compile(r"(?<=\s)(?=#+$)")
# GitHub makes a link of any address and a call of any @name, escaped or not, unless something stands within.
_ADDRESS = regex.compile(r"@(?=\S)")
# Controls but the line feed, and the bidirectional marks by which a line reads differently from what it holds.
_DECEIVING = regex.compile(r"[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]")


def inline(text: str) -> str:
    """Typed text within a line of ours: one line, nothing in it has a meaning."""
    return _escaped(" ".join(_tidy(line) for line in text.splitlines()).strip())


def quoted(text: str, indent: str = "") -> list[str]:
    """Typed text as lines of a quoted block; its own line breaks stay, and none of them leaves the block."""
    lines = [_escaped(_tidy(line)) for line in text.strip().splitlines()]
    breaks = ["\\" if line and following else "" for line, following in zip(lines, [*lines[1:], ""], strict=True)]
    return [f"{indent}> {line}{hard}".rstrip() for line, hard in zip(lines, breaks, strict=True)]


def _tidy(line: str) -> str:
    return str(_DECEIVING.sub(" ", line)).strip()


def _escaped(line: str) -> str:
    line = _ANYWHERE.sub(r"\\\g<0>", line)
    line = _AT_END.sub(r"\\", _AT_START.sub(r"\g<0>\\", line))
    return str(_ADDRESS.sub("@<!-- -->", line))
