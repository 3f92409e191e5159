"""The organiser's page, and what stands before it: what is known of a meeting beside its questions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import render_template

from facilitation.db import reading
from facilitation.errors import Refused
from facilitation.models import Meeting
from facilitation.models.meeting import ENDED
from facilitation.room import links, lists, tickets
from facilitation.room.actor import Actor
from facilitation.room.meetings import USUAL_GROUPS
from facilitation.room.passphrases import SHORTEST
from facilitation.web import access, current
from facilitation.web.access import ORGANISE
from facilitation.web.api import links_of
from facilitation.web.listing import shown_link
from facilitation.web.security import csrf_token


def sign_in_page(code: str, **context: Any) -> str:
    """The door: the same for every code, whether or not there is such a meeting."""
    return render_template("organise_door.html", code=code, csrf=csrf_token(None), **context)


def organise_page(code: str, actor: Actor, **context: Any) -> str:
    """All that the organiser arranges, on one page; every form of it works by itself."""
    with reading(current.engine().database) as db:
        meeting = db.get(Meeting, actor.meeting_id)
        if meeting is None:
            raise Refused("meeting.unknown")
        return render_template(
            "organise.html",
            meeting=meeting,
            key_goes_at=_key_goes_at(meeting),
            links=[shown_link(link) for link in links.listed(db, meeting.id)],
            tickets=tickets.unused(db, meeting.id),
            at_once=tickets.AT_ONCE,
            most_hours=links.HOURS,
            usual_groups=USUAL_GROUPS,
            list_limit=lists.ENTRIES_LIMIT,
            shortest=SHORTEST,
            address=f"{current.config().address}/{meeting.code}",
            csrf=csrf_token(access.page_token(code, ORGANISE)),
            **context,
        )


def own_page(template: str, code: str, **context: Any) -> str:
    """A page of one step beside the organiser's: it has the same forms' proof."""
    return render_template(template, code=code, csrf=csrf_token(access.page_token(code, ORGANISE)), **context)


def link_page(code: str, role: str, answer: dict[str, Any]) -> str:
    """A new link, this once; a repeat of the form finds that it was shown."""
    secret = answer.get("secret")
    made = links_of(current.config().address, code, {role: secret})[role] if secret else None
    return own_page("organise_link.html", code, role=role, made=made)


def _key_goes_at(meeting: Meeting) -> datetime | None:
    """When the key will be destroyed, as far as that is known."""
    if meeting.key is None or meeting.state != ENDED or meeting.ended_at is None:
        return None
    return meeting.ended_at + timedelta(minutes=meeting.settings["forget_after"])
