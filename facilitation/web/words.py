"""The words that JavaScript needs, screen by screen; everything else stands in the templates."""

from __future__ import annotations

from collections.abc import Callable

from babel.plural import PluralRule
from flask_babel import get_locale, gettext as _, ngettext

Words = dict[str, str | dict[str, str]]


def words(screen: str) -> Words:
    """Every string the scripts of one screen can show, in the language of the page."""
    return SCREENS[screen]()


def room() -> Words:
    return {
        "online": _("Connected."),
        "connecting": _("Connecting…"),
        "new": plural(lambda num: ngettext("%(num)s new question", "%(num)s new questions", num)),
    }


def desk() -> Words:
    return {}


def stage() -> Words:
    return {}


SCREENS: dict[str, Callable[[], Words]] = {"room": room, "desk": desk, "stage": stage}


class Blank(int):
    """A number that picks a plural form and prints as the gap where the real number goes."""

    def __str__(self) -> str:
        return "%(num)s"


def plural(sentence: Callable[[int], str]) -> dict[str, str]:
    """The forms of one sentence, by the CLDR plural categories that the page's language has."""
    rule = get_locale().plural_form
    return {category: sentence(Blank(example(rule, category))) for category in (*rule.tags, "other")}


def example(rule: PluralRule, category: str) -> int:
    """The smallest whole number of a category; some ("other" in Russian) hold fractions alone."""
    return next((number for number in range(200) if rule(number) == category), 0)
