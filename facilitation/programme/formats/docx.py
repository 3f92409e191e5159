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
from facilitation.programme.bullets import Bullets
from facilitation.programme.decode import checked
from facilitation.programme.formats.text import table_row
from facilitation.programme.formats.unpacking import inspect
from facilitation.programme.lines import EDGES, Line, in_capitals, physical_lines

_HEADING = re.compile(r"heading\s*(\d)", re.IGNORECASE)
_LIST = re.compile(r"list\s+(?:bullet|number|paragraph)\s*(\d?)", re.IGNORECASE)
_BOLD_LEVEL = 5
_CAPITALS_LEVEL = 4

_SKIPPED = frozenset({qn("w:del"), qn("w:moveFrom"), qn("w:txbxContent"), qn("w:pPr"), qn("w:rPr")})
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same text once more


def lines_of_docx(source: bytes) -> list[Line]:
    """Read a DOCX into lines.

    Raises ``Refused``: ``programme.too_large`` for what would unpack beyond the limits, before unpacking it;
    ``programme.unreadable`` for a damaged file, one that is no DOCX, or one that declares XML entities.
    """
    inspect(source)
    try:
        document = Document(io.BytesIO(source))
    except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile, zlib.error) as error:
        # python-docx lets the errors of its layers through: missing or wrong parts, broken XML, a broken zip.
        raise Refused("programme.unreadable", format="docx") from error
    lines: list[Line] = []
    gap = True
    bullets = Bullets()
    for text, hints in _paragraphs(document):
        for bare in (part.strip(EDGES) for part in physical_lines(text)):
            if not bare:
                gap = True
                continue
            lines.append(_line(len(lines) + 1, bare, gap, bullets, **hints))
            gap = False
    checked("\n".join(line.text for line in lines))
    physical_lines("\n".join(line.text for line in lines))
    return lines


def _paragraphs(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the text of every paragraph and table row in order, headers first and footers last."""
    for section in document.sections[:1]:
        yield from _blocks(section.header._element, document)  # noqa: SLF001 (no public way to its blocks in order)
    yield from _blocks(document.element.body, document)
    for section in document.sections[:1]:
        yield from _blocks(section.footer._element, document)  # noqa: SLF001


def _blocks(parent: Any, document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for block in parent:
        if block.tag == qn("w:p"):
            yield _text(block), _hints(block, document)
            for box in block.iter(qn("w:txbxContent")):
                if not any(above.tag == _FALLBACK for above in box.iterancestors()):
                    yield from _blocks(box, document)
        elif block.tag == qn("w:tbl"):
            for row in block.iter(qn("w:tr")):
                cells = [" ".join(_text(p) for p in cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
                yield table_row(cells), {}
            yield "", {}
        elif block.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(block, document)


def _text(paragraph: Any) -> str:
    return "".join(_pieces(paragraph))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _SKIPPED or child.tag == _FALLBACK:
            continue
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:tab"):
            yield "\t"
        elif child.tag in (qn("w:br"), qn("w:cr")):
            yield "\n"
        elif child.tag == qn("w:noBreakHyphen"):
            yield "-"
        else:
            yield from _pieces(child)


def _hints(paragraph: Any, document: Any) -> dict[str, Any]:
    style = _style_name(paragraph, document)
    if style.lower() == "title":
        return {"level": 1}
    if heading := _HEADING.match(style):
        return {"level": int(heading[1])}
    numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    if numbering is not None:
        nested = numbering.find(qn("w:ilvl"))
        return {"depth": int(nested.get(qn("w:val"), 0)) if nested is not None else 0}
    if listed := _LIST.match(style):
        return {"depth": max(int(listed[1] or 1) - 1, 0)} if "paragraph" not in style.lower() else {}
    runs = [run for run in paragraph.iter(qn("w:r")) if "".join(_pieces(run)).strip()]
    bold = bool(runs) and all(run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None for run in runs)
    return {"level": _BOLD_LEVEL} if bold else {}


def _style_name(paragraph: Any, document: Any) -> str:
    named = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if named is None:
        return ""
    identifier = named.get(qn("w:val"), "")
    found = next((style for style in document.styles if style.style_id == identifier), None)
    return (found.name if found is not None else identifier) or ""


def _line(number: int, bare: str, gap: bool, bullets: Bullets, level: int = 0, depth: int | None = None) -> Line:
    if depth is not None:
        return Line(number, bare, depth=depth, marker="•", gap=gap)
    marker, text = bullets.split(bare)
    level = level if len(text) <= 200 else 0
    level = level or (_CAPITALS_LEVEL if in_capitals(text) else 0)
    if marker and not level:
        return Line(number, text, depth=bullets.depth(marker, 0), marker=marker, gap=gap)
    return Line(number, text, level=level, marker=marker, gap=gap)
