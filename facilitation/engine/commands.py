"""The table of commands: name, payload, who may, and the rule. Every door goes through ``ordered``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from facilitation.engine.jobs import Job, Together
from facilitation.errors import Refused
from facilitation.models.seat import MODERATOR, ORGANISER, PARTICIPANT, TEAM
from facilitation.room import (
    agenda,
    forgetting,
    highlight,
    links,
    lists,
    marks,
    meetings,
    merging,
    moderation,
    muting,
    questions,
    rehearsal,
    replies,
    tickets,
    votes,
)
from facilitation.room.actor import Actor

_PARTICIPANTS = frozenset({PARTICIPANT})
_MODERATORS = frozenset({MODERATOR})
_ORGANISERS = frozenset({ORGANISER})
_LEADERS = _MODERATORS | _ORGANISERS


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be asked for, and the rule that says what comes of it: one by one, or for many at once.

    ``afterwards``: also in a meeting that has forgotten who was there. ``private``: fields of the answer that are told
    once; a repeat is answered without them.
    """

    name: str
    payload: type[msgspec.Struct]
    roles: frozenset[str]
    rule: Callable[[Session, Actor, Any], dict[str, Any] | None] | None = None
    together: Together | None = None
    afterwards: bool = False
    private: tuple[str, ...] = ()


COMMANDS: dict[str, Command] = {
    command.name: command
    for command in (
        Command("item.present", agenda.OnItem, _MODERATORS, agenda.present),
        Command("item.add", agenda.AddItem, _MODERATORS, agenda.add),
        Command("item.edit", agenda.EditItem, _MODERATORS, agenda.edit),
        Command("item.move", agenda.MoveItem, _MODERATORS, agenda.move),
        Command("item.remove", agenda.OnItem, _MODERATORS, agenda.remove),
        Command("item.restore", agenda.OnItem, _MODERATORS, agenda.restore),
        Command("question.ask", questions.Ask, _PARTICIPANTS, questions.ask),
        Command("question.edit", questions.Edit, _PARTICIPANTS, questions.edit),
        Command("question.withdraw", questions.OnQuestion, _PARTICIPANTS, questions.withdraw),
        Command("vote.cast", votes.Cast, _PARTICIPANTS, together=votes.cast),
        Command("question.approve", moderation.Approve, _MODERATORS, moderation.approve),
        Command("question.decline", moderation.Decline, _MODERATORS, moderation.decline),
        Command("question.answer", moderation.Decide, _MODERATORS, moderation.answer),
        Command("question.archive", moderation.Decide, _MODERATORS, moderation.archive),
        Command("question.reopen", moderation.Reopen, _MODERATORS, moderation.reopen),
        Command("question.highlight", highlight.Highlight, _MODERATORS, highlight.highlight),
        Command("question.merge", merging.Merge, _MODERATORS, merging.merge),
        Command("question.reply", replies.WriteReply, TEAM, replies.reply),
        Command("question.unmask", marks.Unmask, _MODERATORS, marks.unmask),
        Command("question.erase", moderation.Decide, _LEADERS, moderation.erase_words, afterwards=True),
        Command("seat.mute", muting.OfQuestion, _MODERATORS, muting.mute),
        Command("seat.unmute", muting.OfQuestion, _MODERATORS, muting.unmute),
        Command("seat.appeal", muting.Appeal, _PARTICIPANTS, muting.appeal),
        Command("meeting.open", meetings.Nothing, _MODERATORS, meetings.open_),
        Command("meeting.pause", meetings.Nothing, _MODERATORS, meetings.pause),
        Command("meeting.stop", meetings.Nothing, _MODERATORS, meetings.stop),
        Command("meeting.end", meetings.Nothing, _MODERATORS, forgetting.end),
        Command("meeting.settings", meetings.Settings, _LEADERS, meetings.settings),
        Command("meeting.forget", meetings.Nothing, _LEADERS, forgetting.forget, afterwards=True),
        Command("meeting.lists", lists.Lists, _ORGANISERS, lists.keep),
        # The team reads the record afterwards, so who may is decided afterwards as well.
        Command("link.add", links.AddLink, _ORGANISERS, links.add, afterwards=True, private=("secret",)),
        Command("link.revoke", links.OnLink, _ORGANISERS, links.revoke, afterwards=True),
        Command("ticket.add", tickets.AddTickets, _ORGANISERS, tickets.add, private=("tickets",)),
        Command("rehearsal.wipe", meetings.Nothing, _MODERATORS, rehearsal.wipe),
    )
}

_COMMAND_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FIELD_IN_ERROR = re.compile(r"at `\$\.?([A-Za-z_.\[\]0-9-]{0,60})")


def ordered(actor: Actor, name: str, payload: Mapping[str, Any], typed: bool = True, page: bool = False) -> Job:
    """The job that does what an actor asks for; raises Refused for what cannot be asked.

    ``typed`` False takes the strings of an HTML form for the numbers and truth values that they stand for. ``page``
    tells that an open page asks, and will know from the answer.
    """
    command = COMMANDS.get(name)
    if command is None:
        raise Refused("command.unknown")
    if actor.role not in command.roles:
        raise Refused("command.forbidden")
    fields = dict(payload)
    command_id = checked_id(fields.pop("id", None))
    order = parse(fields, command.payload, typed)
    if command.together:
        return Job(None, actor, command_id, command.together, (actor, order), page=page)
    rule = command.rule
    assert rule
    return Job(
        lambda db: rule(db, actor, order),
        actor,
        command_id,
        page=page,
        afterwards=command.afterwards,
        private=command.private,
    )


def checked_id(given: object) -> str | None:
    """The name under which something is done once, or None where it has none; raises Refused("payload.invalid")."""
    if given is None or isinstance(given, str) and _COMMAND_ID.fullmatch(given):
        return given
    raise Refused("payload.invalid", field="id")


def parse(fields: Any, into: type[Any], typed: bool = True) -> Any:
    """The typed payload, or Refused("payload.invalid", field=…); the one parse at the door."""
    try:
        return msgspec.convert(fields, into, strict=typed)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:  # the latter for half a character
        # The message can quote what was sent; only the field's name is passed on.
        field = _FIELD_IN_ERROR.search(str(error))
        raise Refused("payload.invalid", field=field[1] if field else "") from None
