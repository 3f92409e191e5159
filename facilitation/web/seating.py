"""Finding a meeting, taking a seat in it, and leaving; the seat stays in the browser's cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from facilitation.db import reading
from facilitation.engine.commands import parse
from facilitation.errors import Refused
from facilitation.room.codes import LENGTH, read_code
from facilitation.room.joining import TakeSeat, check_door
from facilitation.room.seats import meeting_with
from facilitation.web import access, current
from facilitation.web.access import DESK, ROOM, SCREENS
from facilitation.web.payment import Payment
from facilitation.web.refusals import status
from facilitation.web.screens import (
    PATHS,
    inner_join_page,
    invitation_page,
    join_page,
    screen_named,
    shown,
    shut_invitation_page,
    shut_join_page,
)
from facilitation.web.security import check_form, check_origin, csrf_token

seating = Blueprint("seating", __name__)


@seating.post("/join")
def find() -> AnyResponse | tuple[str, int]:
    """From a typed code to the meeting's page."""
    code = read_code(request.form.get("code", ""))
    try:
        check_origin()  # another site's page could use up what its visitor may guess
        if len(code) != LENGTH:
            raise Refused("meeting.unknown")  # without a look, so that a slip, or half a form, counts as no guess
        if current.toll().is_asked():
            return redirect(f"/{code}", 303)  # where it is asked for, once; nothing is looked up here
        with current.toll().guess(Payment.of_page(), code=code), reading(current.engine().database) as db:
            if meeting_with(db, code).settings["closed"]:
                raise Refused("meeting.unknown")
    except Refused as refusal:
        own = code if len(code) == LENGTH and code.isascii() else ""  # where a code for one person can be typed
        page = render_template("home.html", csrf=csrf_token(None), typed=request.form, own=own, **shown(refusal))
        return page, status(refusal)
    return redirect(f"/{code}", 303)


@seating.post("/<code:code>/join")
def join(code: str) -> AnyResponse | tuple[str, int]:
    """Take a participant's seat and keep it in this browser."""
    fields = {name: request.form[name] for name in ("language", "group", "ticket") if request.form.get(name)}
    payment = Payment.of_page()
    try:
        check_form(None)
        wish = parse(fields, TakeSeat)
        if request.form.get("step") == "look":  # a code of one's own opens the door; it is used up on going through
            with current.toll().guess(payment), reading(current.engine().database) as db:
                closed = check_door(db, code, wish)
            return inner_join_page(code, ticket=wish.ticket if closed else None), 200
        with current.toll().seat(payment, code, ticket=bool(wish.ticket)) as paid:
            token, _role = current.engine().take_seat(code, wish, paid)
    except Refused as refusal:
        return _given_back(code, refusal, payment, join_page, shut_join_page, typed=request.form)
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
            token, _role = current.engine().take_seat(code, wish, paid, SCREENS[screen])
    except Refused as refusal:
        page, shut = partial(invitation_page, screen=screen), partial(shut_invitation_page, screen=screen)
        return _given_back(code, refusal, payment, page, shut)
    return _seated(code, screen, token)


def _given_back(
    code: str, refusal: Refused, payment: Payment, page: Callable[..., str], shut: Callable[..., str], **more: Any
) -> tuple[str, int]:
    """The door again, with what was refused; ``shut`` is that of no meeting, and of a closed one."""
    if refusal.code == "work.needed":
        raise refusal
    said = shown(refusal) | more
    try:
        if refusal.code != "meeting.unknown":  # counted already
            with current.toll().guess(payment, code=code):
                return page(code, **said), status(refusal)
    except Refused as unknown:
        if unknown.code != "meeting.unknown":
            raise
    return shut(code, **said), 404


@seating.post("/<code:code>/leave")
def leave(code: str) -> AnyResponse:
    """Leave: the browser forgets the meeting, its seats end, and something harmless opens; from an old page as well."""
    check_origin()
    if tokens := access.page_tokens(code):
        current.engine().give_up(code, tokens)
    response = redirect("/away", 303)
    access.take_cookies(response, code)
    response.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    return response


def _seated(code: str, screen: str, token: str) -> AnyResponse:
    response = redirect(f"/{read_code(code)}{PATHS[screen]}", 303)
    access.give_cookie(response, code, screen, token)
    return response
