"""Pages for participants and the team, and the forms that work without JavaScript."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import segno
from flask import Blueprint, Response, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from facilitation.db import reading
from facilitation.engine.commands import COMMANDS, parse
from facilitation.errors import Refused
from facilitation.models import Meeting
from facilitation.programme.structure import Programme
from facilitation.room.actor import Actor
from facilitation.room.codes import read_code
from facilitation.room.meetings import Nothing
from facilitation.room.seats import TakeSeat, meeting_with
from facilitation.web import access, current
from facilitation.web.access import DESK, ROOM, SCREENS, STAGE_SCREEN
from facilitation.web.api import COMMAND_LIMIT
from facilitation.web.refusals import as_error, status
from facilitation.web.security import check_form, csrf_token

pages = Blueprint("pages", __name__)

_PATHS = {ROOM: "", DESK: "/desk", STAGE_SCREEN: "/stage"}


@pages.get("/")
def home() -> str:
    """Join with a code, or start a meeting."""
    return render_template("home.html", csrf=csrf_token(None))


@pages.post("/join")
def find() -> AnyResponse | tuple[str, int]:
    """From a typed code to the meeting's page."""
    code = read_code(request.form.get("code", ""))
    try:
        with reading(current.engine().database) as db:
            meeting_with(db, code)
    except Refused as refusal:
        page = render_template("home.html", csrf=csrf_token(None), typed=request.form, **_shown(refusal))
        return page, status(refusal)
    return redirect(f"/{code}", 303)


@pages.get("/<code:code>")
def room(code: str) -> str:
    """A participant's phone; the door for who has no seat yet."""
    actor = access.page_actor(code, ROOM)
    return _screen("room.html", code, ROOM, actor) if actor else _door(code)


@pages.get("/<code:code>/ask")
def ask(code: str) -> str | AnyResponse:
    """Asking, on a page of its own that never refreshes: for browsers without JavaScript."""
    actor = access.page_actor(code, ROOM)
    return _screen("ask.html", code, ROOM, actor) if actor else redirect(f"/{code}", 303)


@pages.get("/<code:code>/desk")
def desk(code: str) -> str:
    """The team's desk."""
    actor = access.page_actor(code, DESK)
    return _screen("desk.html", code, DESK, actor) if actor else _enter(code, DESK)


@pages.get("/<code:code>/stage")
def stage(code: str) -> str:
    """The big screen."""
    actor = access.page_actor(code, STAGE_SCREEN)
    return _screen("stage.html", code, STAGE_SCREEN, actor) if actor else _enter(code, STAGE_SCREEN)


@pages.post("/<code:code>/join")
def join(code: str) -> AnyResponse | tuple[str, int]:
    """Take a participant's seat and keep it in this browser."""
    fields = {name: request.form[name] for name in ("language", "group") if request.form.get(name)}
    try:
        check_form(None)
        token, _role = current.engine().take_seat(code, parse(fields, TakeSeat))
    except Refused as refusal:
        return _door(code, typed=request.form, **_shown(refusal)), status(refusal)
    return _seated(code, ROOM, token)


@pages.post("/<code:code>/enter")
def enter(code: str) -> AnyResponse | tuple[str, int]:
    """Take the seat that an invitation link gives."""
    screen = _screen_named(request.form.get("screen", DESK))
    try:
        check_form(None)
        invite = request.form.get("invite", "").rpartition("#")[2].strip()
        if not invite:
            raise Refused("invite.unknown")
        wish = TakeSeat(invite=invite, language=request.form.get("language") or None)
        token, role = current.engine().take_seat(code, wish)
        if role not in SCREENS[screen]:
            raise Refused("invite.unknown")
    except Refused as refusal:
        return _enter(code, screen, **_shown(refusal)), status(refusal)
    return _seated(code, screen, token)


@pages.post("/<code:code>/commands/<name>")
def command(code: str, name: str) -> AnyResponse | tuple[str, int]:
    """The door to the same commands for browsers without JavaScript."""
    request.max_content_length = request.max_form_memory_size = COMMAND_LIMIT
    screen = _screen_named(request.form.get("screen", ROOM))
    path = f"/{code}{_PATHS[screen]}"
    actor = access.page_actor(code, screen)
    if actor is None:
        return redirect(path, 303)
    template = "ask.html" if name in ("question.ask", "question.edit") and screen == ROOM else f"{screen}.html"
    try:
        check_form(access.page_token(code, screen))
        current.engine().perform(actor, name, _fields(name), typed=False)
    except Refused as refusal:
        return _screen(template, code, screen, actor, typed=request.form, **_shown(refusal)), status(refusal)
    return redirect(path, 303)


@pages.post("/<code:code>/leave")
def leave(code: str) -> AnyResponse:
    """Leave: the browser forgets the meeting, and something harmless opens."""
    response = redirect("/away", 303)
    access.take_cookies(response, code)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


@pages.get("/away")
def away() -> str:
    """Something harmless."""
    return render_template("away.html")


@pages.get("/<code:code>/qr.svg")
def qr(code: str) -> Response:
    """The participants' link as a QR code."""
    drawing = io.BytesIO()
    segno.make(f"{current.config().address}/{code}", error="m").save(
        drawing, kind="svg", border=2, xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return Response(drawing.getvalue(), mimetype="image/svg+xml")


def _screen(template: str, code: str, screen: str, actor: Actor, **context: Any) -> str:
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
        join_url=f"{current.config().address}/{read_code(code)}".partition("://")[2],
        **context,
    )


def _door(code: str, **context: Any) -> str:
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


def _enter(code: str, screen: str, **context: Any) -> str:
    with reading(current.engine().database) as db:
        meeting = meeting_with(db, code)
        view = {"code": meeting.code, "title": meeting.title}
    return render_template("enter.html", meeting=view, screen=screen, csrf=csrf_token(None), **context)


def _seated(code: str, screen: str, token: str) -> AnyResponse:
    response = redirect(f"/{read_code(code)}{_PATHS[screen]}", 303)
    access.give_cookie(response, code, screen, token)
    return response


def _programme_of(code: str) -> Programme:
    with reading(current.engine().database) as db:
        meeting: Meeting = meeting_with(db, code)
        return msgspec.convert(meeting.programme, Programme)


def _fields(name: str) -> dict[str, str]:
    """The command's own fields; one left blank is left out where it may be, as a form cannot leave it out itself."""
    ours = {"csrf", "screen", "back"}
    payload = COMMANDS[name].payload if name in COMMANDS else Nothing
    needed = {field.encode_name for field in msgspec.structs.fields(payload) if field.required}
    return {key: value for key, value in request.form.items() if key not in ours and (value or key in needed)}


def _screen_named(name: str) -> str:
    if name not in SCREENS:
        raise Refused("page.unknown")
    return name


def _shown(refusal: Refused) -> dict[str, Any]:
    return {"refusal": as_error(refusal)["error"]}


def _privacy() -> list[str]:
    """What the organisers can see of a participant; each sentence is a promise that a test keeps."""
    return [
        _("The organisers see what you write, and your group if you choose one. They do not see who you are."),
        _("Your name appears only if you type it."),
        _("No address and no device data are stored."),
    ]
