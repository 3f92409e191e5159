"""DOCX into lines: styles, numbering and bold become hints; tables and text boxes are read too."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from facilitation.errors import Refused
from facilitation.programme import limits
from facilitation.programme.bullets import Bullets
from facilitation.programme.decode import checked
from facilitation.programme.formats.text import table_row
from facilitation.programme.formats.unpacking import inspect
from facilitation.programme.formats.wordml import (
    BOX,
    CELL,
    PARAGRAPH,
    ROW,
    RUN,
    TABLE,
    WRAPPERS,
    nearest,
    refuse_too_many,
    style_names,
    text_in,
)
from facilitation.programme.lines import EDGES, Line, in_capitals, physical_lines

_HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"list\s+(?:bullet|number|paragraph)\s*(\d?)", re.IGNORECASE)
_BOLD_LEVEL = 5
_CAPITALS_LEVEL = 4

_VALUE = qn("w:val")
_STYLE = f"{qn('w:pPr')}/{qn('w:pStyle')}"
_NUMBERING = f"{qn('w:pPr')}/{qn('w:numPr')}"
_LEVEL = qn("w:ilvl")
_BOLD = f"{qn('w:rPr')}/{qn('w:b')}"
_MOST_BLOCKS = 10 * limits.LINES  # most of which would be empty

# python-docx lets the errors of its layers through: missing or wrong parts, broken XML, a broken zip.
_DAMAGED = (AttributeError, LookupError, SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)

_Block = tuple[str, dict[str, Any]]


def lines_of_docx(source: bytes) -> list[Line]:
    """Read a DOCX into lines.

    Raises ``Refused``: ``programme.too_large`` for what would unpack beyond the limits, before unpacking it;
    ``programme.unreadable`` for a damaged file, one that is no DOCX, or one that declares XML entities.
    """
    inspect(source)
    try:
        lines = _lines(_paragraphs(Document(io.BytesIO(source))))
    except _DAMAGED as error:
        raise Refused("programme.unreadable", format="docx") from error
    checked("\n".join(line.text for line in lines))
    return lines


def _lines(blocks: Iterator[_Block]) -> list[Line]:
    lines: list[Line] = []
    gap = True
    size = 0
    bullets = Bullets()
    for count, (text, hints) in enumerate(blocks):
        size += len(text)
        if size > limits.TEXT_BYTES:
            raise Refused("programme.too_large", limit=limits.TEXT_BYTES)
        for bare in (part.strip(EDGES) for part in physical_lines(text)):
            if not bare:
                gap = True
                continue
            lines.append(_line(len(lines) + 1, bare, gap, bullets, **hints))
            gap = False
        if len(lines) > limits.LINES or count > _MOST_BLOCKS:
            raise Refused("programme.too_many_lines", limit=limits.LINES)
    return lines


def _paragraphs(document: Any) -> Iterator[_Block]:
    """Yield the text of every paragraph and table row in order, headers first and footers last."""
    refuse_too_many(document.element, document.styles.element)
    styles = style_names(document.styles.element)
    head = [section.header._element for section in document.sections[:1]]  # noqa: SLF001 (no public way to its
    foot = [section.footer._element for section in document.sections[:1]]  # noqa: SLF001  blocks in order)
    refuse_too_many(*head, *foot)
    for part in (*head, document.element.body, *foot):
        yield from _blocks(part, styles)


def _blocks(parent: Any, styles: dict[str, str]) -> Iterator[_Block]:
    for block in parent:
        if block.tag == PARAGRAPH:
            text = text_in(block)
            yield text, _hints(block, styles) if text else {}
            for box in nearest(block, BOX):  # a box within a box is reached through it
                yield from _blocks(box, styles)
        elif block.tag == TABLE:
            yield from _rows(block, styles)
            yield "", {}
        elif block.tag in WRAPPERS:
            yield from _blocks(block, styles)


def _rows(table: Any, styles: dict[str, str]) -> Iterator[_Block]:
    """Yield each row as a line; boxes and tables that stand inside its cells come after it."""
    for row in nearest(table, ROW):
        cells = [nearest(cell, PARAGRAPH, TABLE) for cell in nearest(row, CELL)]
        yield table_row([" ".join(text_in(each) for each in cell if each.tag == PARAGRAPH) for cell in cells]), {}
        for inside in (each for cell in cells for each in cell):
            for box in nearest(inside, BOX) if inside.tag == PARAGRAPH else []:
                yield from _blocks(box, styles)
            if inside.tag == TABLE:
                yield from _rows(inside, styles)


def _hints(paragraph: Any, styles: dict[str, str]) -> dict[str, Any]:
    named = paragraph.find(_STYLE)
    identifier = "" if named is None else named.get(_VALUE, "")
    style = styles.get(identifier, identifier)
    if style.lower() == "title":
        return {"level": 1}
    if heading := _HEADING.match(style):
        return {"level": int(heading[1])}
    numbering = paragraph.find(_NUMBERING)
    if numbering is not None:
        nested = numbering.find(_LEVEL)
        return {"depth": int(nested.get(_VALUE, 0)) if nested is not None else 0}
    if listed := _LIST.match(style):
        return {"depth": max(int(listed[1] or 1) - 1, 0)} if "paragraph" not in style.lower() else {}
    runs = [run for run in nearest(paragraph, RUN) if text_in(run).strip()]
    bold = bool(runs) and all(run.find(_BOLD) is not None for run in runs)
    return {"level": _BOLD_LEVEL} if bold else {}


def _line(number: int, bare: str, gap: bool, bullets: Bullets, level: int = 0, depth: int | None = None) -> Line:
    if depth is not None:
        return Line(number, bare, depth=depth, marker="•", gap=gap)
    marker, text = bullets.split(bare)
    level = level if len(text) <= 200 else 0
    level = level or (_CAPITALS_LEVEL if in_capitals(text) else 0)
    if marker and not level:
        return Line(number, text, depth=bullets.depth(marker, 0), marker=marker, gap=gap)
    return Line(number, text, level=level, marker=marker, gap=gap)
