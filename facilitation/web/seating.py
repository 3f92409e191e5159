"""Finding a meeting, taking a seat in it, and leaving; the seat stays in the browser's cookie."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from facilitation.db import reading
from facilitation.engine.commands import parse
from facilitation.errors import Refused
from facilitation.room.codes import LENGTH, read_code
from facilitation.room.seats import TakeSeat, meeting_with
from facilitation.web import access, current
from facilitation.web.access import DESK, ROOM, SCREENS
from facilitation.web.refusals import status
from facilitation.web.screens import PATHS, invitation_page, join_page, screen_named, shown
from facilitation.web.security import check_form, check_origin, csrf_token
from facilitation.web.toll import Payment

seating = Blueprint("seating", __name__)


@seating.post("/join")
def find() -> AnyResponse | tuple[str, int]:
    """From a typed code to the meeting's page."""
    code = read_code(request.form.get("code", ""))
    try:
        if len(code) != LENGTH:
            raise Refused("meeting.unknown")  # without a look, so that a slip, or half a form, counts as no guess
        if current.toll().is_asked():
            return redirect(f"/{code}", 303)  # where it is asked for, once; nothing is looked up here
        with current.toll().guess(Payment.of_page(), code=code), reading(current.engine().database) as db:
            meeting_with(db, code)
    except Refused as refusal:
        page = render_template("home.html", csrf=csrf_token(None), typed=request.form, **shown(refusal))
        return page, status(refusal)
    return redirect(f"/{code}", 303)


@seating.post("/<code:code>/join")
def join(code: str) -> AnyResponse | tuple[str, int]:
    """Take a participant's seat and keep it in this browser."""
    fields = {name: request.form[name] for name in ("language", "group") if request.form.get(name)}
    payment = Payment.of_page()
    try:
        check_form(None)
        wish = parse(fields, TakeSeat)
        with current.toll().seat(payment, code) as paid:
            token, _role = current.engine().take_seat(code, wish, paid)
    except Refused as refusal:
        if refusal.code in ("work.needed", "meeting.unknown"):
            raise
        with current.toll().guess(payment, code=code):
            return join_page(code, typed=request.form, **shown(refusal)), status(refusal)
    return _seated(code, ROOM, token)


@seating.post("/<code:code>/enter")
def enter(code: str) -> AnyResponse | tuple[str, int]:
    """Take the seat that an invitation link gives."""
    screen = screen_named(request.form.get("screen", DESK))
    payment = Payment.of_page()
    try:
        check_form(None)
        invite = request.form.get("invite", "").rpartition("#")[2].strip()
        if not invite:
            raise Refused("invite.unknown")
        wish = TakeSeat(invite=invite, language=request.form.get("language") or None)
        with current.toll().seat(payment, code) as paid:
            token, role = current.engine().take_seat(code, wish, paid)
        if role not in SCREENS[screen]:
            raise Refused("invite.unknown")
    except Refused as refusal:
        if refusal.code in ("work.needed", "meeting.unknown"):
            raise
        with current.toll().guess(payment, code=code):
            return invitation_page(code, screen, **shown(refusal)), status(refusal)
    return _seated(code, screen, token)


@seating.post("/<code:code>/leave")
def leave(code: str) -> AnyResponse:
    """Leave: the browser forgets the meeting, and something harmless opens; an old page must be able to as well."""
    check_origin()
    response = redirect("/away", 303)
    access.take_cookies(response, code)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _seated(code: str, screen: str, token: str) -> AnyResponse:
    response = redirect(f"/{read_code(code)}{PATHS[screen]}", 303)
    access.give_cookie(response, code, screen, token)
    return response
