"""Rendering the screens of a meeting, and the doors before them; for pages and for forms that were refused."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec
from flask import render_template, request
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import bindparam, select

from facilitation.db import reading
from facilitation.engine.shelves import Made
from facilitation.engine.snapshot import Seen
from facilitation.errors import Refused
from facilitation.models import Meeting
from facilitation.programme.structure import Programme
from facilitation.room.actor import Actor
from facilitation.room.codes import read_code
from facilitation.room.seats import meeting_with
from facilitation.web import access, current, kept_pages
from facilitation.web.access import DESK, ORGANISE, ROOM, SCREENS, STAGE_SCREEN
from facilitation.web.kept_pages import SharedPage
from facilitation.web.refusals import as_error
from facilitation.web.security import csrf_token, seat_mark

# Seconds that a page of a phone may be behind the scores: its socket brings those of the moment.
BEHIND = 1.0

PATHS = {ROOM: "", DESK: "/desk", STAGE_SCREEN: "/stage", ORGANISE: "/organise"}

# The join page shows of a meeting what everyone sees of it, so it holds as long as that does.
_MEETING = Meeting.__table__.c
_SHOWN = select(_MEETING.id, _MEETING.everyone_revision, _MEETING.settings).where(_MEETING.code == bindparam("code"))


def live_screen(template: str, code: str, screen: str, actor: Actor, **context: Any) -> str:
    """A page that holds the state as it is now, and from there lives by itself."""
    seen = current.engine().snapshots.seen_by(actor)
    return _rendered(template, code, seen, actor, **_own_marks(code, screen), **context)


def phone_screen(code: str, actor: Actor) -> str:
    """A participant's phone. Who has neither asked nor supported yet is shown what all of them are shown."""
    snapshots = current.engine().snapshots
    shelf = snapshots.shelves.of(actor.meeting_id)
    of = ("room", str(get_locale()), bool(request.args.get("all")))
    own = _own_marks(code, ROOM)
    if (kept := shelf.get(of)) and snapshots.is_all_to_see(actor, kept, BEHIND):
        shared: SharedPage = kept.thing
        return shared.filled(**own)
    seen = snapshots.seen_by(actor)
    if any(seen.mine.values()):
        return _rendered("room.html", code, seen, actor, **own)
    anybody = Actor(actor.meeting_id, 0)
    gaps = {"csrf": kept_pages.CSRF, "seat_mark": kept_pages.SEAT_MARK, "new_id": lambda: kept_pages.ID}
    page = _rendered("room.html", code, seen, anybody, **gaps)
    shared = SharedPage(page)
    snapshots.shelves.put(actor.meeting_id, shelf, of, Made(shared, seen.snapshot.revision, len(page)))
    return shared.filled(**own)


def join_page(code: str, status: int = 200, **context: Any) -> tuple[str, int]:
    """The door for who has no seat yet: what the meeting is, and what the organisers will see.

    Of a closed meeting it shows as much as of one that is not there.
    """
    with reading(current.engine().database) as db:
        meeting = db.execute(_SHOWN, {"code": code}).one_or_none()
    if meeting is None or meeting.settings["closed"]:
        return render_template("ticket.html", code=code, csrf=csrf_token(None), **context), 404
    if context:
        return inner_join_page(code, **context), status
    of = ("join", meeting.id, str(get_locale()))
    return current.kept_pages().page(of, meeting.everyone_revision, lambda: inner_join_page(code)), status


def inner_join_page(code: str, **context: Any) -> str:
    """The door as it is for who may see it: with a ``ticket``, also that of a closed meeting."""
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


def invitation_page(code: str, screen: str, status: int = 200, **context: Any) -> tuple[str, int]:
    """The door of the desk and the stage: it takes the link's secret. A closed meeting's is that of none."""
    view = {"code": code, "title": None}
    with reading(current.engine().database) as db, suppress(Refused):
        meeting = meeting_with(db, code)
        view["title"] = None if meeting.settings["closed"] else meeting.title
    page = render_template("enter.html", meeting=view, screen=screen, csrf=csrf_token(None), **context)
    return page, 404 if view["title"] is None else status


def screen_named(name: str) -> str:
    """A screen's name as a form gives it; raises Refused("page.unknown")."""
    if name not in SCREENS:
        raise Refused("page.unknown")
    return name


def shown(refusal: Refused) -> dict[str, Any]:
    """What a page needs to say a refusal where the eyes are."""
    return {"refusal": as_error(refusal)["error"]}


def _rendered(template: str, code: str, seen: Seen, actor: Actor, **context: Any) -> str:
    return render_template(
        template,
        state=msgspec.json.decode(seen.snapshot.state),
        you={"role": actor.role, "group": actor.group, "language": actor.language, "mine": seen.mine},
        revision=seen.revision,
        programme=_programme_of(code),
        privacy=_privacy(),
        join_url=f"{current.config().address}/{read_code(code)}".partition("://")[2],
        **context,
    )


def _own_marks(code: str, screen: str) -> dict[str, str]:
    token = access.page_token(code, screen)
    return {"csrf": csrf_token(token), "seat_mark": seat_mark(token)}


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
