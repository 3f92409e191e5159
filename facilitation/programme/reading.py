"""The one entry: a source in any format into a programme."""

from __future__ import annotations

from pathlib import PurePath

from facilitation.errors import Refused
from facilitation.programme import limits
from facilitation.programme.codes import warning
from facilitation.programme.decode import checked, text_of
from facilitation.programme.formats.text import lines_of_text
from facilitation.programme.formats.yaml import from_yaml, looks_structured
from facilitation.programme.reader import read_lines
from facilitation.programme.structure import Programme

# python-docx and icalendar are loaded when the first such document comes: most programmes are pasted text.

_ARCHIVE = b"PK\x03\x04"  # which is what a DOCX file is


def read(source: str | bytes, filename: str | None = None) -> Programme:
    """Read a programme from text, Markdown, DOCX, iCalendar or YAML into a draft that a person can correct.

    The format is told by the content, and by ``filename`` where the content alone does not tell. Raises
    ``Refused`` with one of ``codes.REFUSALS``; what is merely not understood becomes a warning instead.
    """
    ending = PurePath(filename or "").suffix.lower()
    if isinstance(source, bytes) and source.startswith(_ARCHIVE):
        from facilitation.programme.formats.docx import lines_of_docx

        return read_lines(lines_of_docx(source))
    if ending == ".docx":
        raise Refused("programme.unreadable", format="docx") if source else Refused("programme.empty")
    if isinstance(source, bytes) and len(source) > 4 * limits.TEXT_BYTES:
        raise Refused("programme.too_large", limit=limits.TEXT_BYTES)
    text, assumed = text_of(source) if isinstance(source, bytes) else (checked(source), False)
    programme = _read_text(text.removeprefix("\ufeff"), ending)
    if assumed:
        programme.warnings.append(warning("encoding.assumed"))
    return programme


def text_in(source: bytes) -> str:
    """Return the text of a file that is one, for a person to correct; "" for a document of another program."""
    return "" if source.startswith(_ARCHIVE) else text_of(source)[0].removeprefix("\ufeff")


def _read_text(text: str, ending: str) -> Programme:
    if ending in (".yaml", ".yml") or ending in ("", ".txt") and looks_structured(text):
        return from_yaml(text)
    if ending == ".ics" or text.lstrip()[:15].upper() == "BEGIN:VCALENDAR":
        from facilitation.programme.formats.calendar import lines_of_calendar

        return read_lines(lines_of_calendar(text))
    return read_lines(lines_of_text(text))
