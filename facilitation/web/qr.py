"""QR codes, as drawings within a page or a file of their own."""

from __future__ import annotations

import io

import segno
from markupsafe import Markup

from facilitation.room import one_time_codes


def as_svg(text: str) -> Markup:
    """A drawing to be put into a page, dark on light."""
    return Markup(as_file(text).decode())  # noqa: S704 - made of squares; the text itself is not in it


def as_file(text: str) -> bytes:
    """The same as a file."""
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        drawing, kind="svg", border=2, xmldecl=False, svgns=True, svgclass=None, lineclass=None, omitsize=True
    )
    return drawing.getvalue()


def setup_code(secret: str, meeting: str) -> str:
    """What an app for one-time codes reads."""
    return one_time_codes.address(secret, meeting)
