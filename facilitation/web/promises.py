"""What a participant is told about who can see what, before the first word is typed.

Each sentence follows from the meeting's settings and is a promise that a test keeps (tests/web/test_promises.py).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import gettext
from flask_babel import ngettext as of_number

_: Callable[..., str] = gettext
ngettext: Callable[..., str] = of_number


def promises(settings: dict[str, Any]) -> list[str]:
    """The promises of a meeting with these settings, the most important first."""
    return [
        _seen(settings["groups"]),
        _names(settings["names"]),
        _reviewed(settings["premoderation"]),
        *([_("Your own code lets you in once. It is not kept with what you do.")] if settings["closed"] else []),
        _("With each question, everybody is told the language in which you use this page, and nothing else about you."),
        _("No address and no device data are stored."),
        _forgotten(settings["forget_after"]),
    ]


def _seen(groups: list[str]) -> str:
    if groups:
        return _("The organisers see what you write, and your group if you choose one. They do not see who you are.")
    return _("The organisers see what you write. They do not see who you are.")


def _names(names: bool) -> str:
    if names:
        return _("Your name appears only if you type it.")
    return _("Nobody can add a name to a question here.")


def _reviewed(premoderation: bool) -> str:
    if premoderation:
        return _("The organisers read each question before anybody else does.")
    return _("Everybody sees a question as soon as it is sent.")


def _forgotten(minutes: int) -> str:
    if not minutes:
        return _(
            "Until the meeting ends, whoever runs this server could find out which questions and votes came from one "
            "phone, and with your phone in hand, that it was yours. Then the key to that is destroyed."
        )
    return ngettext(
        "Until %(num)s minute after the end, whoever runs this server could find out which questions and votes came "
        "from one phone, and with your phone in hand, that it was yours. Then the key to that is destroyed.",
        "Until %(num)s minutes after the end, whoever runs this server could find out which questions and votes came "
        "from one phone, and with your phone in hand, that it was yours. Then the key to that is destroyed.",
        minutes,
    )
