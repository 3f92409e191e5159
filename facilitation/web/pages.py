"""The pages of a meeting, and the few beside it."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, make_response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from facilitation.errors import Refused
from facilitation.web import access, current
from facilitation.web.access import DESK, ROOM, STAGE_SCREEN
from facilitation.web.payment import Payment
from facilitation.web.qr import as_file
from facilitation.web.screens import (
    invitation_page,
    join_page,
    live_screen,
    phone_screen,
    shut_invitation_page,
    shut_join_page,
)
from facilitation.web.security import csrf_token
from facilitation.web.world_clock import world_clock

pages = Blueprint("pages", __name__)


@pages.get("/")
def home() -> str:
    """Join with a code, or start a meeting."""
    return render_template("home.html", csrf=csrf_token(None))


@pages.get("/<code:code>")
def room(code: str) -> AnyResponse | str:
    """A participant's phone; the door for who has no seat yet, or none any more."""
    if actor := access.page_actor(code, ROOM):
        return phone_screen(code, actor)
    door = make_response(_of_stranger(code, lambda: join_page(code), lambda: shut_join_page(code)))
    if access.holds_what_is_over(code):
        access.take_cookie(door, code, ROOM)
    return door


@pages.get("/<code:code>/ask")
def ask(code: str) -> str | AnyResponse:
    """Asking, on a page of its own that never refreshes: for browsers without JavaScript."""
    actor = access.page_actor(code, ROOM)
    return live_screen("ask.html", code, ROOM, actor) if actor else redirect(f"/{code}", 303)


@pages.get("/<code:code>/desk")
def desk(code: str) -> str | tuple[str, int]:
    """The team's desk."""
    actor = access.page_actor(code, DESK)
    return live_screen("desk.html", code, DESK, actor) if actor else _invitation(code, DESK)


@pages.get("/<code:code>/stage")
def stage(code: str) -> str | tuple[str, int]:
    """The big screen."""
    actor = access.page_actor(code, STAGE_SCREEN)
    return live_screen("stage.html", code, STAGE_SCREEN, actor) if actor else _invitation(code, STAGE_SCREEN)


def _invitation(code: str, screen: str) -> str | tuple[str, int]:
    lost = access.held_before(code, screen)  # what it had is no seat any more: they are told why they stand here
    return _of_stranger(
        code,
        lambda: invitation_page(code, screen, lost=lost),
        lambda: shut_invitation_page(code, screen, lost=lost),
    )


def _of_stranger(code: str, page: Callable[[], str], shut: Callable[[], str]) -> str | tuple[str, int]:
    """A page for somebody who may be guessing codes; who holds another seat of the meeting is not.

    ``shut`` is what they get where there is no meeting, or a closed one.
    """
    toll = current.toll()
    try:
        with toll.guess(Payment.of_page(), code=code, free=toll.is_asked() and access.holds_a_seat(code)):
            return page()
    except Refused as refusal:
        if refusal.code != "meeting.unknown":
            raise
    return shut(), 404


@pages.get("/away")
def away() -> str:
    """Something harmless."""
    return world_clock()


@pages.get("/<code:code>/qr.svg")
def qr(code: str) -> Response:
    """The participants' link as a QR code."""
    return Response(as_file(f"{current.config().address}/{code}"), mimetype="image/svg+xml")
