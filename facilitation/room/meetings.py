"""The life of a meeting: created from a programme, opened, paused, ended; its settings."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Item, Link, Meeting
from facilitation.models.columns import now
from facilitation.models.meeting import ENDED, OPEN, PAUSED
from facilitation.models.seat import INVITED
from facilitation.programme.structure import Programme
from facilitation.room.actor import Actor
from facilitation.room.agenda import ITEMS_LIMIT
from facilitation.room.codes import new_code, show_code
from facilitation.room.lookup import meeting_of
from facilitation.room.text import clean, clean_line, tidy
from facilitation.room.timeline import note
from facilitation.room.tokens import new_token, token_hash

TITLE_LIMIT, GROUP_LIMIT, GROUPS_LIMIT = 500, 80, 20

# Stakeholder groups of a forum session, as codes that the page puts into words; an organiser may name others.
USUAL_GROUPS = ["civil-society", "affected", "state", "business", "intergovernmental", "academia"]

# Minutes from the end of a meeting until it forgets who was in it, unless the organiser wishes it sooner or later;
# meanwhile a hasty end can be undone, and authors can take back what they asked.
FORGET_AFTER, FORGET_LIMIT = 15, 24 * 60

_USUALLY = {
    "premoderation": True,
    "asking": True,
    "voting": True,
    "names": True,
    "protection": False,
    "closed": False,
    "forget_after": FORGET_AFTER,
    "groups": USUAL_GROUPS,
}


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """A command that says all with its name."""


class Settings(msgspec.Struct, forbid_unknown_fields=True):
    """Settings to set; what is left out stays.

    ``protection``: joining costs a phone some work. ``closed``: only who has a code of their own may join.
    ``forget_after``: minutes from the end until the key is destroyed; people joined in trust of it, so in a meeting it
    can only become less.
    """

    premoderation: bool | msgspec.UnsetType = msgspec.UNSET
    asking: bool | msgspec.UnsetType = msgspec.UNSET
    voting: bool | msgspec.UnsetType = msgspec.UNSET
    names: bool | msgspec.UnsetType = msgspec.UNSET
    protection: bool | msgspec.UnsetType = msgspec.UNSET
    closed: bool | msgspec.UnsetType = msgspec.UNSET
    forget_after: int | msgspec.UnsetType = msgspec.UNSET
    groups: list[str] | msgspec.UnsetType = msgspec.UNSET
    title: str | msgspec.UnsetType = msgspec.UNSET


def create(
    db: Session,
    programme: Programme,
    wishes: Settings,
    made_by: str | None = None,
    passphrase: str | None = None,
) -> tuple[str, dict[str, str]]:
    """Make a meeting of a programme: (code, secret of each role's link). The secrets cannot be told again.

    ``made_by`` names the form that asks for it; a second time it is refused, since the links are out already.
    ``passphrase`` is the hash of the organiser's.
    """
    _refuse_repeat(db, made_by)
    if wishes.forget_after is not msgspec.UNSET and not 0 <= wishes.forget_after <= FORGET_LIMIT:
        raise Refused("meeting.bad_minutes", limit=FORGET_LIMIT)
    meeting = Meeting(
        code=_unused_code(db),
        made_by=made_by,
        passphrase=passphrase,
        title=clean(programme.title, TITLE_LIMIT, "programme"),
        programme=msgspec.to_builtins(programme := tidied(programme)),
        settings=dict(_USUALLY),
    )
    _apply(meeting, wishes)
    if len(programme.items) > ITEMS_LIMIT:
        raise Refused("item.too_many", limit=ITEMS_LIMIT)
    try:
        with db.begin_nested():
            db.add(meeting)
    except IntegrityError:  # another process made it since we looked; otherwise, it is a fault
        _refuse_repeat(db, made_by)
        raise
    for position, item in enumerate(programme.items):
        db.add(Item(meeting_id=meeting.id, position=position, **msgspec.structs.asdict(item)))
    return meeting.code, new_links(db, meeting)


def new_links(db: Session, meeting: Meeting) -> dict[str, str]:
    """Make an invitation for each role that needs one: role -> secret."""
    secrets = {role: new_token() for role in INVITED}
    for role, secret in secrets.items():
        db.add(Link(meeting_id=meeting.id, role=role, secret_hash=token_hash(meeting.team_key, secret)))
    return secrets


def open_(db: Session, actor: Actor, _order: Nothing) -> None:
    """Let people ask and vote, also again after a pause or a hasty end."""
    enter(db, actor, OPEN, "meeting.open")


def pause(db: Session, actor: Actor, _order: Nothing) -> None:
    """Stop asking and voting for now; everybody keeps seeing the meeting."""
    enter(db, actor, PAUSED, "meeting.pause")


def stop(db: Session, actor: Actor, _order: Nothing) -> None:
    """Pause at once, in an emergency, with nothing on the stage but the title."""
    if meeting_of(db, actor).state == ENDED:
        raise Refused("meeting.ended")
    enter(db, actor, PAUSED, "meeting.stop", stopped=True)


def settings(db: Session, actor: Actor, order: Settings) -> None:
    """Change how the meeting works, from now on."""
    meeting = meeting_of(db, actor)
    if order.forget_after is not msgspec.UNSET and not 0 <= order.forget_after <= meeting.settings["forget_after"]:
        raise Refused("meeting.bad_minutes", limit=meeting.settings["forget_after"])
    _apply(meeting, order)


def enter(db: Session, actor: Actor, state: str, what: str, stopped: bool = False) -> None:
    """Bring the meeting into a state, and write down that it was."""
    meeting = meeting_of(db, actor)
    if (meeting.state, meeting.stopped) == (state, stopped):
        return
    meeting.state, meeting.stopped = state, stopped
    meeting.ended_at = now() if state == ENDED else None
    note(db, actor, what)


def _refuse_repeat(db: Session, made_by: str | None) -> None:
    if made_by and (made := db.scalar(select(Meeting.code).where(Meeting.made_by == made_by))):
        raise Refused("meeting.already_made", meeting=show_code(made))


def _apply(meeting: Meeting, order: Settings) -> None:
    wanted = {name: value for name, value in msgspec.structs.asdict(order).items() if value is not msgspec.UNSET}
    title = wanted.pop("title", None)
    if title is not None:
        meeting.title = clean(title, TITLE_LIMIT, "programme")
    if "groups" in wanted:
        wanted["groups"] = _groups(wanted["groups"])
    meeting.settings = {**meeting.settings, **wanted}


def _groups(names: list[str]) -> list[str]:
    if len(names) > GROUPS_LIMIT:
        raise Refused("group.too_many", limit=GROUPS_LIMIT)
    kept = [group for name in names if (group := clean_line(name, GROUP_LIMIT, "group"))]
    return list(dict.fromkeys(kept))


def tidied(programme: Programme) -> Programme:
    """What was planned, as long as it is, without what would deceive a reader."""
    return msgspec.convert(_tidied(msgspec.to_builtins(programme)), Programme)


def _tidied(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _tidied(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_tidied(each) for each in value]
    return tidy(value) if isinstance(value, str) else value


def _unused_code(db: Session) -> str:
    while db.scalar(select(Meeting.id).where(Meeting.code == (code := new_code()))) is not None:
        continue
    return code
