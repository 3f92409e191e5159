"""The elements of a DOCX: each is visited once, however they nest."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from facilitation.errors import Refused
from facilitation.programme import limits

PARAGRAPH, RUN, BOX = qn("w:p"), qn("w:r"), qn("w:txbxContent")
TABLE, ROW, CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")
WRAPPERS = frozenset({qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")})

_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"  # the same text once more
_SILENT = frozenset({qn("w:del"), qn("w:moveFrom"), BOX, qn("w:pPr"), qn("w:rPr"), _FALLBACK})
_TEXT = qn("w:t")
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def nearest(element: Any, *tags: str) -> list[Any]:
    """List what has one of the tags inside an element, in order; what is inside of that is left to the caller."""
    found: list[Any] = []
    waiting = list(reversed(element)) if next(element.iter(*tags), None) is not None else []
    while waiting:
        each = waiting.pop()
        if each.tag in tags:
            found.append(each)
        elif each.tag != _FALLBACK:
            waiting.extend(reversed(each))
    return found


def text_in(element: Any) -> str:
    """Return the text of a paragraph or a run, without its text boxes and without what was deleted."""
    pieces: list[str] = []
    waiting = list(reversed(element))
    while waiting:
        each = waiting.pop()
        if each.tag == _TEXT:
            pieces.append(each.text or "")
        elif each.tag in _SIGNS:
            pieces.append(_SIGNS[each.tag])
        elif each.tag not in _SILENT:
            waiting.extend(reversed(each))
    return "".join(pieces)


def refuse_too_many(*roots: Any) -> None:
    """Refuse parts of more elements than a programme has: each takes its time, even one without text."""
    if sum(root.xpath("count(.//*)") for root in roots) > limits.DOCX_ELEMENTS:
        raise Refused("programme.too_large", limit=limits.DOCX_XML_BYTES)


def style_names(styles: Any) -> dict[str, str]:
    """Return the name of each style by its identifier, as the styles part of a document tells them."""
    names: dict[str, str] = {}
    for style in styles.iterchildren(qn("w:style")):
        name = style.find(qn("w:name"))
        names.setdefault(style.get(qn("w:styleId")) or "", "" if name is None else name.get(qn("w:val")) or "")
    return names
