"""Refusals in the asker's language, and as HTTP: the one table of codes, sentences and statuses."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from facilitation.errors import Refused
from facilitation.web import current
from facilitation.web.language import speak

# code: (HTTP status, sentence). Sentences say what happened and what to do; details fill %(…)s.
REFUSALS: dict[str, tuple[int, Any]] = {
    "appeal.empty": (400, _l("Please write what the moderator should know.")),
    "appeal.too_long": (400, _l("This is longer than the %(limit)s characters that the moderator is sent.")),
    "appeal.waiting": (409, _l("The moderator has a message of yours already, and has not answered it yet.")),
    "command.forbidden": (403, _l("This is for others in the meeting to do.")),
    "command.unknown": (404, _l("There is no such command.")),
    "form.expired": (403, _l("This page was too old. Nothing was sent; please send it again.")),
    "form.foreign": (403, _l("This form did not come from here. Nothing was done.")),
    "group.empty": (400, _l("Please name the group.")),
    "group.too_long": (400, _l("A group's name holds at most %(limit)s characters.")),
    "group.too_many": (400, _l("There can be at most %(limit)s groups.")),
    "group.unknown": (400, _l("This group is not one of the meeting's.")),
    "host.unknown": (421, _l("This server is not reached by this name. Use the address that the organisers gave you.")),
    "invite.elsewhere": (403, _l("This link opens another screen. Please open it as it was given to you.")),
    "invite.unknown": (403, _l("This link is not valid, or no longer. Please ask the organiser for a new one.")),
    "item.bad_minutes": (400, _l("An item lasts from 1 to %(limit)s minutes.")),
    "item.empty": (400, _l("Please give the item a title.")),
    "item.too_long": (400, _l("This is longer than the %(limit)s characters that an item's line holds.")),
    "item.too_many": (400, _l("This is more than the %(limit)s that a programme holds.")),
    "item.unknown": (404, _l("This item is no longer in the programme.")),
    "language.invalid": (400, _l("This is not a language code.")),
    "language.too_long": (400, _l("This is not a language code.")),
    "link.bad_hours": (400, _l("A link can hold from 1 to %(limit)s hours.")),
    "link.too_long": (400, _l("A link's name holds at most %(limit)s characters.")),
    "link.too_many": (409, _l("A meeting can have at most %(limit)s links.")),
    "link.unknown": (404, _l("There is no such link.")),
    "list.too_long": (400, _l("A name or word on a list holds at most %(limit)s characters.")),
    "list.too_many": (400, _l("A list holds at most %(limit)s names or words.")),
    "meeting.already_made": (
        409,
        _l("This meeting was made already, with the code %(meeting)s; its links were shown once."),
    ),
    "meeting.asking_off": (409, _l("Asking is switched off at the moment. Your words are still here.")),
    "meeting.bad_minutes": (400, _l("This can be from 0 to %(limit)s minutes here.")),
    "meeting.ended": (409, _l("The meeting has ended.")),
    "meeting.forgotten": (
        409,
        _l("The meeting is over for good. Its record stands, and nothing of it can be changed."),
    ),
    "meeting.paused": (409, _l("The meeting is paused. Your words are still here; send them when it goes on.")),
    "meeting.unknown": (404, _l("There is no meeting with this code. Please check it.")),
    "meeting.voting_off": (409, _l("Voting is switched off at the moment.")),
    "name.too_long": (400, _l("A name holds at most %(limit)s characters.")),
    "organiser.key_wrong": (401, _l("Only the organisers of this server can start a meeting: the key is not right.")),
    "one_time_code.wrong": (403, _l("This one-time code is not right, or was used already. Wait for the next one.")),
    "origin.foreign": (403, _l("This did not come from a page of this server. Load the page again.")),
    "page.unknown": (404, _l("There is no such page.")),
    "passphrase.not_yours": (403, _l("This is not your passphrase.")),
    "passphrase.too_long": (400, _l("A passphrase holds at most %(limit)s characters.")),
    "passphrase.too_plain": (
        400,
        _l("This passphrase repeats a few letters, or counts. Please use several words that nobody would think of."),
    ),
    "passphrase.too_short": (400, _l("A passphrase of your own needs at least %(limit)s characters.")),
    "passphrase.wrong": (
        403,
        _l(
            "That did not work. Check the meeting's code, the passphrase and the one-time code; a one-time code works "
            "once."
        ),
    ),
    "payload.invalid": (400, _l("Something in this message is not as it should be: %(field)s")),
    "payload.too_large": (413, _l("This is too large to be taken.")),
    "programme.binary": (400, _l("This is not text. Use plain text, Markdown, DOCX, iCalendar or YAML.")),
    "programme.empty": (400, _l("There is nothing in it yet. Paste the programme, or give a title at least.")),
    "programme.invalid": (400, _l("The structured programme is not as it should be: %(field)s")),
    "programme.not_read": (
        413,
        _l("Reading this took too long and was given up. Shorten it, or paste the text without its layout."),
    ),
    "programme.too_large": (413, _l("This is larger than the %(limit)s bytes that are read.")),
    "programme.too_long": (400, _l("A title holds at most %(limit)s characters.")),
    "programme.too_many_lines": (413, _l("This has more than the %(limit)s lines that are read.")),
    "programme.unreadable": (400, _l("This document is damaged and cannot be read. Paste its text instead.")),
    "purge.unconfirmed": (
        400,
        _l("Type the meeting's code, %(meeting)s, to have it deleted. Nothing was deleted."),
    ),
    "question.changed": (409, _l("Its author changed its words meanwhile. Please read it again.")),
    "question.empty": (400, _l("Please write something first.")),
    "question.merge_with_itself": (409, _l("A question cannot be joined with itself.")),
    "question.names_off": (409, _l("This meeting takes questions without names only.")),
    "question.not_editable": (
        409,
        _l("This question can no longer be changed: it has support or was decided on."),
    ),
    "question.too_long": (400, _l("This is longer than %(limit)s characters. Nothing was sent; please shorten it.")),
    "question.unknown": (404, _l("This question is no longer on the list.")),
    "question.wrong_state": (409, _l("This cannot be done with the question as it stands now.")),
    "reason.too_long": (400, _l("A reason holds at most %(limit)s characters.")),
    "reply.empty": (400, _l("Please write an answer first.")),
    "reply.too_long": (400, _l("An answer holds at most %(limit)s characters.")),
    "reply.too_many": (409, _l("A question holds at most %(limit)s written answers.")),
    "request.invalid": (400, _l("This request could not be understood.")),
    "seat.muted": (403, _l("The moderator has switched asking off for you. You can tell them why that is wrong.")),
    "seat.not_muted": (409, _l("You can ask questions; there is nothing to appeal against.")),
    "seat.too_fast": (429, _l("You are sending quickly, so this has not been sent yet. Send it again in %(wait)s s.")),
    "seat.unknown": (401, _l("You are not in this meeting any more. Please join again.")),
    "server.busy": (503, _l("The server has too much to do just now. Please try again in a moment.")),
    "server.fault": (500, _l("Something went wrong on our side. Nothing was changed; please try again.")),
    "server.stopping": (503, _l("The server is restarting. Please try again in a moment.")),
    "server.storage": (503, _l("The server cannot store anything just now. Please try again: nothing is done twice.")),
    "ticket.too_many": (400, _l("There can be at most %(limit)s codes.")),
    "vote.closed": (409, _l("This question is no longer open for support.")),
    "vote.own": (409, _l("This is your own question; it has your support already.")),
    "work.needed": (
        429,
        _l("Before this goes on, your device has to work for a moment. This keeps out those who try many times."),
    ),
}


# Sentences kept by whoever answers outside requests: codes by languages, of which a seat may name any.
_KEPT = 1_000


def as_error(refusal: Refused) -> dict[str, Any]:
    """The refusal as clients get it, over HTTP and in socket acknowledgements."""
    current.metrics().refused(refusal.code)
    return _error(refusal, str(REFUSALS[refusal.code][1]))


class Worded:
    """Refusals as clients get them, outside a request; a sentence is translated once for a whole hall."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._count = app.extensions["facilitation.metrics"].refused
        self._sentence = lru_cache(maxsize=_KEPT)(self._translated)

    def __call__(self, refusal: Refused, language: str | None) -> dict[str, Any]:
        """The refusal as ``as_error`` gives it, in the language of a seat."""
        self._count(refusal.code)
        return _error(refusal, self._sentence(refusal.code, language))

    def _translated(self, code: str, language: str | None) -> str:
        with self._app.test_request_context():
            speak(language)
            return str(REFUSALS[code][1])


def status(refusal: Refused) -> int:
    """The HTTP status of a refusal."""
    return REFUSALS[refusal.code][0]


def _error(refusal: Refused, sentence: str) -> dict[str, Any]:
    message = sentence % refusal.details if refusal.details else sentence
    return {"error": {"code": refusal.code, "message": message, **refusal.details}}
