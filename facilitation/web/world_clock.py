"""The harmless page: a clock of some cities, written here so that it shows the time without scripts as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import render_template
from flask_babel import get_locale, gettext

_: Callable[..., str] = gettext


def world_clock() -> str:
    """The page, with the time in each city as it is now."""
    cities = {
        "America/New_York": _("New York"),
        "Europe/London": _("London"),
        "Europe/Paris": _("Paris"),
        "Africa/Nairobi": _("Nairobi"),
        "Asia/Dubai": _("Dubai"),
        "Asia/Kolkata": _("Mumbai"),
        "Asia/Tokyo": _("Tokyo"),
        "Australia/Sydney": _("Sydney"),
    }
    locale = str(get_locale() or "en")
    rows = [(zone, city, _time_in(zone, locale)) for zone, city in cities.items()]
    return render_template("away.html", rows=rows)


def _time_in(zone: str, locale: str) -> str:
    return str(format_datetime(datetime.now(ZoneInfo(zone)), "EEE HH:mm", locale=locale))
