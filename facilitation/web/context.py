"""What every template can use."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path

from flask import Flask, current_app, url_for
from flask_babel import format_date

from facilitation.room.codes import show_code
from facilitation.web.words import words


def init_app(app: Flask) -> None:
    """Give templates their filters and functions."""
    app.jinja_env.filters["code"] = show_code
    app.jinja_env.filters["date"] = _shown_date
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(lambda: {"static": _static, "words": words, "refusal": None, "typed": {}, "csrf": ""})


def _static(path: str) -> str:
    return url_for("static", filename=path, v=_content_hash(path))


@cache
def _content_hash(path: str) -> str:
    file = Path(current_app.static_folder or "") / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:10] if file.is_file() else ""


def _shown_date(value: str | None) -> str:
    try:
        return str(format_date(date.fromisoformat(value or ""), "full"))
    except ValueError:
        return value or ""
