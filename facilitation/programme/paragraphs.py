"""Paragraphs that the width of a page has broken into lines, told from lines that are meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from facilitation.programme.lines import Line, columns

# A line that a page has broken is about as wide as the page; what is wider stands on one line, whole.
_NARROWEST, _WIDEST = 60, 140
_SLACK = 0.05  # of the widest line: people who break lines by hand do not fill every one
_LABELLED = 30  # characters in which a colon says that something new is told
_CLOSING = "\"'”’»)」』）"
_SENTENCE_END = tuple(".!?؟…。！？।۔።")
_FIRST_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff][、。，！？：；）」』]*|[^\s\u3040-\u30ff\u3400-\u9fff]+|\S")
_BEGINNING = re.compile(r"[\"'“‘«(「『（¿¡]*([^\W\d_])")
_ADDRESS = re.compile(r"[/@:]|\.\w")  # in a line's first word: the line is an address of the web, or of mail
# A row of a table, columns set with tabs or blanks, a quotation, and a break that Markdown asks for.
_LAID_OUT = re.compile(r"\||\S.*?(?:\t|   ).*\S|\s*>|.*(?:  |\\)$")


def with_paragraphs(lines: list[Line], sources: list[str]) -> list[Line]:
    """Mark the lines that go on with the paragraph of the line before; in doubt a line stays a line.

    ``sources`` are all the lines of the text as they were written. A paragraph is joined as a whole or not at
    all: every line but its last must be full, it must end as a sentence does, and at least one of its lines
    must break off in mid-sentence.
    """
    marked: list[Line] = []
    for paragraph in _unmarked(lines):
        broken = _is_broken(paragraph, [sources[line.number - 1] for line in paragraph])
        marked += [paragraph[0], *(replace(line, goes_on=broken) for line in paragraph[1:])]
    return marked


def _unmarked(lines: list[Line]) -> Iterator[list[Line]]:
    """Yield the lines in runs that nothing parts: no gap, no bullet, no heading, no line that was left out."""
    run: list[Line] = []
    for line in lines:
        if run and (line.gap or _stands_out(line) or _stands_out(run[-1]) or line.number != run[-1].number + 1):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _stands_out(line: Line) -> bool:
    return line.bulleted or bool(line.level)


def _is_broken(lines: list[Line], sources: list[str]) -> bool:
    """Tell whether a page's width has made these lines out of one paragraph."""
    if len(lines) < 2 or not _ends_sentence(lines[-1].text):
        return False
    widths = [columns(line.text) for line in lines]
    if min(widths[:-1]) < _NARROWEST or max(widths) > _WIDEST:
        return False
    if any(_LAID_OUT.match(source) for source in sources) or len({_indent(source) for source in sources}) > 1:
        return False
    for (before, line), width in zip(pairwise(lines), widths, strict=False):
        word = _FIRST_WORD.match(line.text)
        if word is None or width + columns(word[0]) < max(widths) * (1 - _SLACK):
            return False  # it would have fitted: somebody wanted a new line
        if _ADDRESS.search(word[0]) or any(sign in line.text[:_LABELLED] for sign in ":："):
            return False
        if not _may_go_on(before.text, line.text):
            return False
    return any(_in_mid_sentence(before) for before in lines[:-1]) and _has_margin(lines)


def _may_go_on(before: str, text: str) -> bool:
    """Tell whether a line can be more of the same text; a capital in mid-sentence may begin an entry of a list."""
    found = _BEGINNING.match(text)
    if not found or before.endswith((":", "：", "-", "‐", "\u00ad")):
        return False
    return not found[1].isupper() or _ends_sentence(before)


def _has_margin(lines: list[Line]) -> bool:
    """Tell whether the beginnings of the lines, or the even ends of two, show that they are no list."""
    found = _BEGINNING.match(lines[0].text)
    if found and found[1].isupper():
        return True
    # Without capitals nothing tells an entry from the rest of a sentence, but a list is not even.
    return len(lines) > 2 and not (found and found[1].islower())


def _in_mid_sentence(line: Line) -> bool:
    return not line.finished and not _ends_sentence(line.text)


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING).endswith(_SENTENCE_END)


def _indent(source: str) -> int:
    return len(source) - len(source.lstrip())
