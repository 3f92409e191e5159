"""Rendering the screens of a meeting, and the doors before them; for pages and for forms that were refused."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import render_template
from flask_babel import gettext as _

from facilitation.db import reading
from facilitation.errors import Refused
from facilitation.programme.structure import Programme
from facilitation.room.actor import Actor
from facilitation.room.codes import read_code
from facilitation.room.seats import meeting_with
from facilitation.web import access, current
from facilitation.web.access import DESK, ROOM, SCREENS, STAGE_SCREEN
from facilitation.web.refusals import as_error
from facilitation.web.security import csrf_token, seat_mark

PATHS = {ROOM: "", DESK: "/desk", STAGE_SCREEN: "/stage"}


def live_screen(template: str, code: str, screen: str, actor: Actor, **context: Any) -> str:
    """A page that holds the state as it is now, and from there lives by itself."""
    joined = current.engine().join(actor)
    state = msgspec.json.decode(joined["state"])
    return render_template(
        template,
        state=state,
        you=joined["you"],
        revision=joined["revision"],
        programme=_programme_of(code),
        privacy=_privacy(),
        csrf=csrf_token(access.page_token(code, screen)),
        seat_mark=seat_mark(access.page_token(code, screen)),
        join_url=f"{current.config().address}/{read_code(code)}".partition("://")[2],
        **context,
    )


def join_page(code: str, **context: Any) -> str:
    """The door for who has no seat yet: what the meeting is, and what the organisers will see."""
    with reading(current.engine().database) as db:
        meeting = meeting_with(db, code)
        view = {
            "code": meeting.code,
            "title": meeting.title,
            "state": meeting.state,
            "settings": meeting.settings,
        }
    context.setdefault("privacy", _privacy())
    return render_template("join.html", meeting=view, programme=_programme_of(code), csrf=csrf_token(None), **context)


def invitation_page(code: str, screen: str, **context: Any) -> str:
    """The door of the desk and the stage: it takes the link's secret."""
    with reading(current.engine().database) as db:
        meeting = meeting_with(db, code)
        view = {"code": meeting.code, "title": meeting.title}
    return render_template("enter.html", meeting=view, screen=screen, csrf=csrf_token(None), **context)


def screen_named(name: str) -> str:
    """A screen's name as a form gives it; raises Refused("page.unknown")."""
    if name not in SCREENS:
        raise Refused("page.unknown")
    return name


def shown(refusal: Refused) -> dict[str, Any]:
    """What a page needs to say a refusal where the eyes are."""
    return {"refusal": as_error(refusal)["error"]}


def _programme_of(code: str) -> Programme:
    with reading(current.engine().database) as db:
        return msgspec.convert(meeting_with(db, code).programme, Programme)


def _privacy() -> list[str]:
    """What the organisers can see of a participant; each sentence is a promise that a test keeps."""
    return [
        _("The organisers see what you write, and your group if you choose one. They do not see who you are."),
        _("Your name appears only if you type it."),
        _("No address and no device data are stored."),
    ]
