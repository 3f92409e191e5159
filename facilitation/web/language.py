"""The language of a page or an answer: the seat's, else what the address asks for, else what the browser prefers."""

from __future__ import annotations

from functools import cache
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, request
from flask_babel import Babel, get_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

_babel = Babel()


def init_app(app: Flask) -> None:
    """Set up gettext for the app."""
    _babel.init_app(app, default_translation_directories="translations", locale_selector=_chosen)
    app.context_processor(_context)


def offered() -> list[str]:
    """Codes of the languages that the screens are translated into, English first."""
    return _offered_by(current_app.extensions["babel"].instance)


@cache  # it looks into folders, and every page and every refusal asks
def _offered_by(babel: Babel) -> list[str]:
    codes = {str(locale) for locale in babel.list_translations()}
    return ["en", *sorted(codes - {"en"})]


def speak(language: str | None) -> None:
    """Let the rest of this request speak a seat's language, where the screens know it."""
    if language:
        g.seat_language = language


def _chosen() -> str:
    known = offered()
    for wish in (getattr(g, "seat_language", None), request.args.get("lang")):
        if wish and (short := wish.replace("_", "-").split("-")[0].lower()) in known:
            return short
    return preferred(request.headers.get("Accept-Language"))


def preferred(accepted: str | None) -> str:
    """The language of the screens that a browser's Accept-Language prefers, else English."""
    return parse_accept_header(accepted, LanguageAccept).best_match(offered()) or "en"


def _context() -> dict[str, Any]:
    locale = get_locale() or Locale("en")
    return {
        "lang": str(locale).replace("_", "-"),
        "direction": locale.text_direction,
        "locales": [{"code": code, "name": _own_name(code)} for code in offered()],
    }


@cache
def _own_name(code: str) -> str | None:
    return Locale.parse(code).get_display_name(code)
