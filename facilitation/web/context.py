"""What every template can use."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from babel.dates import format_date, format_timedelta
from flask import Flask
from flask_babel import get_locale

from facilitation.models.mask import around_masks, in_parts, masked
from facilitation.room.codes import show_code, show_ticket
from facilitation.web.static_files import static_files
from facilitation.web.words import words

# A language without a country means its largest one; English is read everywhere here, so dates begin with the day.
_WORLDWIDE = {"en": "en_001"}


def init_app(app: Flask) -> None:
    """Give templates their filters and functions."""
    app.jinja_env.filters["code"] = show_code
    app.jinja_env.filters["ticket"] = show_ticket
    app.jinja_env.filters["date"] = _shown_date
    app.jinja_env.filters["ago"] = _shown_distance
    app.jinja_env.filters["for_everyone"] = _for_everyone
    app.jinja_env.filters["around_masks"] = around_masks
    app.jinja_env.filters["in_parts"] = in_parts
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    static = static_files().url
    app.context_processor(lambda: {"static": static, "words": words, "refusal": None, "typed": {}, "csrf": ""})


def _shown_distance(at: datetime) -> str:
    """How long ago, or in how long: where people are, a server does not know what their clocks show."""
    away = at.replace(tzinfo=UTC) - datetime.now(UTC)
    return format_timedelta(away, add_direction=True, threshold=1.5, locale=str(get_locale() or "en"))


def _for_everyone(question: dict[str, Any]) -> str:
    """A question's text as everyone sees it; the team's view of it holds all."""
    text: str = question.get("text") or ""
    return text if question.get("whole") else masked(text, question.get("marks"))


def _shown_date(value: str | None) -> str:
    locale = str(get_locale() or "en")
    try:
        return format_date(date.fromisoformat(value or ""), "full", locale=_WORLDWIDE.get(locale, locale))
    except ValueError:
        return value or ""
