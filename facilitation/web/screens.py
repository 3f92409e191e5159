"""Rendering the screens of a meeting, and the doors before them; for pages and for forms that were refused."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import render_template, request
from flask_babel import get_locale
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
from facilitation.web.promises import promises
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


def join_page(code: str, **context: Any) -> str:
    """The door for who has no seat yet: what the meeting is, and what the organisers will see.

    A closed meeting is refused as one that is not there.
    """
    with reading(current.engine().database) as db:
        meeting = db.execute(_SHOWN, {"code": code}).one_or_none()
    if meeting is None or meeting.settings["closed"]:
        raise Refused("meeting.unknown")
    if context:
        return inner_join_page(code, **context)
    of = ("join", meeting.id, str(get_locale()))
    return current.kept_pages().page(of, meeting.everyone_revision, lambda: inner_join_page(code))


def shut_join_page(code: str, **context: Any) -> str:
    """What is shown where ``join_page`` is refused: it takes a code for one person."""
    return render_template("ticket.html", code=code, csrf=csrf_token(None), **context)


def inner_join_page(code: str, **context: Any) -> str:
    """The door as it is for who may see it: with a ``ticket``, also that of a closed meeting."""
    with reading(current.engine().database) as db:
        meeting = meeting_with(db, code)
        view: dict[str, Any] = {
            "code": meeting.code,
            "title": meeting.title,
            "state": meeting.state,
            "settings": meeting.settings,
            "forgotten": meeting.key is None,
        }
    return render_template(
        "join.html",
        meeting=view,
        programme=_programme_of(code),
        privacy=promises(view["settings"]),
        csrf=csrf_token(None),
        known=current.toll().mark_of(code),
        **context,
    )


def invitation_page(code: str, screen: str, **context: Any) -> str:
    """The door of the desk and the stage: it takes the link's secret. A closed meeting is refused as one not there."""
    with reading(current.engine().database) as db:
        meeting = meeting_with(db, code)
        if meeting.settings["closed"]:
            raise Refused("meeting.unknown")
        view = {"code": meeting.code, "title": meeting.title}
    marks = {"csrf": csrf_token(None), "known": current.toll().mark_of(code)}
    return render_template("enter.html", meeting=view, screen=screen, **marks, **context)


def shut_invitation_page(code: str, screen: str, **context: Any) -> str:
    """What is shown where ``invitation_page`` is refused: the same without a title, and it proves no knowledge."""
    view = {"code": code, "title": None}
    return render_template("enter.html", meeting=view, screen=screen, csrf=csrf_token(None), known="", **context)


def screen_named(name: str) -> str:
    """A screen's name as a form gives it; raises Refused("page.unknown")."""
    if name not in SCREENS:
        raise Refused("page.unknown")
    return name


def shown(refusal: Refused) -> dict[str, Any]:
    """What a page needs to say a refusal where the eyes are."""
    return {"refusal": as_error(refusal)["error"]}


def _rendered(template: str, code: str, seen: Seen, actor: Actor, **context: Any) -> str:
    state = msgspec.json.decode(seen.snapshot.state)
    return render_template(
        template,
        state=state,
        you=seen.you | {"role": actor.role, "group": actor.group, "language": actor.language},
        revision=seen.revision,
        programme=_programme_of(code),
        privacy=promises(state["meeting"]["settings"]),
        join_url=f"{current.config().address}/{read_code(code)}".partition("://")[2],
        **context,
    )


def _own_marks(code: str, screen: str) -> dict[str, str]:
    token = access.page_token(code, screen)
    return {"csrf": csrf_token(token), "seat_mark": seat_mark(token)}


def _programme_of(code: str) -> Programme:
    with reading(current.engine().database) as db:
        return msgspec.convert(meeting_with(db, code).programme, Programme)
