"""The pages of a meeting, and the few beside it."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from facilitation.web import access, current
from facilitation.web.access import DESK, ROOM, STAGE_SCREEN
from facilitation.web.qr import as_file
from facilitation.web.screens import invitation_page, join_page, live_screen, phone_screen
from facilitation.web.security import csrf_token

pages = Blueprint("pages", __name__)


@pages.get("/")
def home() -> str:
    """Join with a code, or start a meeting."""
    return render_template("home.html", csrf=csrf_token(None))


@pages.get("/<code:code>")
def room(code: str) -> str | tuple[str, int]:
    """A participant's phone; the door for who has no seat yet."""
    actor = access.page_actor(code, ROOM)
    return phone_screen(code, actor) if actor else join_page(code)


@pages.get("/<code:code>/ask")
def ask(code: str) -> str | AnyResponse:
    """Asking, on a page of its own that never refreshes: for browsers without JavaScript."""
    actor = access.page_actor(code, ROOM)
    return live_screen("ask.html", code, ROOM, actor) if actor else redirect(f"/{code}", 303)


@pages.get("/<code:code>/desk")
def desk(code: str) -> str | tuple[str, int]:
    """The team's desk."""
    actor = access.page_actor(code, DESK)
    return live_screen("desk.html", code, DESK, actor) if actor else invitation_page(code, DESK)


@pages.get("/<code:code>/stage")
def stage(code: str) -> str | tuple[str, int]:
    """The big screen."""
    actor = access.page_actor(code, STAGE_SCREEN)
    return live_screen("stage.html", code, STAGE_SCREEN, actor) if actor else invitation_page(code, STAGE_SCREEN)


@pages.get("/away")
def away() -> str:
    """Something harmless."""
    return render_template("away.html")


@pages.get("/<code:code>/qr.svg")
def qr(code: str) -> Response:
    """The participants' link as a QR code."""
    return Response(as_file(f"{current.config().address}/{code}"), mimetype="image/svg+xml")
