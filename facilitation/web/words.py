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
        "connecting": _("Connecting… What you write is kept on this phone."),
        "offline": _("No connection. What you write is kept on this phone and sent by itself."),
        "offline_memory": _("No connection. Keep this page open: what you write is sent when the connection is back."),
        "seat_gone": _("This page has lost its place in the meeting. Load it again to join; what you wrote is kept."),
        "refused": _("The meeting did not accept this. Nothing was changed."),
        "too_long": plural(lambda num: ngettext(
            "Too long by %(num)s character. Nothing was sent; your words are still here.",
            "Too long by %(num)s characters. Nothing was sent; your words are still here.", num)),
        "left": plural(lambda num: ngettext("%(num)s character left", "%(num)s characters left", num)),
        "over": plural(lambda num: ngettext("%(num)s character too many", "%(num)s characters too many", num)),
        "finish_first": _("Send or clear what you are writing here first; then correct the other one."),
        "new_questions": plural(lambda num: ngettext("%(num)s new question", "%(num)s new questions", num)),
        "new_order": _("Show the latest order"),
        "now": _("Now: %(title)s"),
        "mine_sending": _("Your question is being sent."),
        "mine_unsent": _("Your question waits for the network; it will be sent by itself."),
        "mine_refused": _("Your question was not accepted. You can correct it."),
        "mine_waiting": _("Your question waits for review."),
        "mine_open": _("Your question is on the list."),
        "mine_highlighted": _("Your question is being answered now."),
        "mine_answered": _("Your question was answered."),
        "mine_archived": _("Your question was set aside."),
        "mine_declined": _("Your question was not taken up."),
        "mine_merged": _("Your question was joined with another one."),
        "mine_withdrawn": _("Your question was withdrawn."),
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
