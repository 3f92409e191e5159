"""Discussion questions, those that belong together kept together as one item."""

from __future__ import annotations

import re

from facilitation.programme.draft import Draft
from facilitation.programme.lines import EDGES, Line
from facilitation.programme.structure import Item
from facilitation.programme.times import find_minutes

_AFTER_QUESTION = re.compile(r"(?<=[?？؟])[\"'”’»）)]*\s*(?=[^\s\"'”’»）)?？؟!])")
_MOST_QUESTIONS = 50  # of one line; what comes after them stays with the last


def read_questions(lines: list[Line], draft: Draft) -> list[Item]:
    """Group questions into items: the first is the title, those under it are its questions.

    What belongs together shows in three ways: one bullet holds several questions; bullets nest under another;
    or a line without a bullet stands before bullets. That last line is typeset as their heading, further out
    than what follows it, so it heads the bullets after it up to the next such line or empty line; it says the
    general thing and they go into it. (The other reading, that it is a question of its own which lost its
    bullet, would separate a question from those that answer it; a warning lets the organiser choose.)
    """
    items: list[Item] = []
    heading: Item | None = None  # the item whose title stands without a bullet
    base = min((line.depth for line in lines if line.depth is not None), default=0)
    in_blocks = _in_blocks(lines)
    for at, line in enumerate(lines):
        following = lines[at + 1] if at + 1 < len(lines) else None
        if line.depth is not None and not line.level:
            if line.depth > base and items:
                _add(items[-1], line)
                continue
            if line.gap and heading and lines[at - 1].bulleted:
                heading = None
            if heading:
                _add(heading, line)
            else:
                items.append(_item(line, draft))
        elif _only_introduces(line, at, lines):
            draft.keep(line, recognised=True)
        elif following and following.bulleted and not line.bulleted or line.level:
            heading = _item(line, draft)
            items.append(heading)
            if line.asks and at > 0:
                draft.warn("question.heading_assumed", line.text, line)
        elif in_blocks and items and not line.gap:
            _add(items[-1], line)
        else:
            heading = None
            items.append(_item(line, draft))
    return items


def split_questions(text: str) -> list[str]:
    """Split a text after each question mark; what is no question stays with the question after it."""
    return [part.strip(EDGES) for part in _AFTER_QUESTION.split(text, maxsplit=_MOST_QUESTIONS) if part.strip(EDGES)]


def _item(line: Line, draft: Draft) -> Item:
    text, minutes = line.text, None
    if (found := find_minutes(text)) and not line.asks:
        minutes = found[0]
        draft.understood(line, text[found[1] : found[2]])
        text = f"{text[: found[1]].rstrip(EDGES)} {text[found[2] :].lstrip(EDGES)}".strip(EDGES)
    title, *rest = split_questions(text) or [text]
    item = Item(title=title.rstrip(":：") if not line.asks else title, minutes=minutes)
    for part in rest:
        _put(item, part)
    return item


def _add(item: Item, line: Line) -> None:
    for part in split_questions(line.text):
        _put(item, part)


def _put(item: Item, part: str) -> None:
    """Put a part under an item: a question, a point to discuss, or a sentence that only explains."""
    if part.endswith((".", "。")):
        item.text = f"{item.text} {part}" if item.text else part
    else:
        item.questions.append(part)


def _only_introduces(line: Line, at: int, lines: list[Line]) -> bool:
    """Tell whether a line leads in to the whole list: "The discussion will turn on these questions:"."""
    if at > 0 or line.bulleted or line.level or line.asks or len(lines) < 2 or not lines[1].bulleted:
        return False
    alone = all(other.bulleted for other in lines[1:])
    return alone and line.finished


def _in_blocks(lines: list[Line]) -> bool:
    """Tell whether questions without bullets are grouped by empty lines."""
    if any(line.bulleted for line in lines):
        return False
    gaps = sum(1 for line in lines[1:] if line.gap)
    return 0 < gaps < len(lines) - 1
