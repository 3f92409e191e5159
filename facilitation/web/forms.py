"""Commands from HTML forms: the same commands, for browsers without JavaScript."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from facilitation.errors import Refused
from facilitation.room.actor import Actor
from facilitation.web import access, current
from facilitation.web.access import ORGANISE, ROOM
from facilitation.web.form_fields import payload_of
from facilitation.web.organise_page import organise_page
from facilitation.web.refusals import status
from facilitation.web.screens import PATHS, live_screen, screen_named, shown
from facilitation.web.security import check_form, check_origin
from facilitation.web.shown_once import SHOWN_ONCE

# What is written on the page that never refreshes itself.
_WRITTEN = ("question.ask", "question.edit", "seat.appeal")

forms = Blueprint("forms", __name__)

# Where on the organiser's page somebody looks after a command.
PLACES = {
    "link.add": "links",
    "link.revoke": "links",
    "ticket.add": "tickets",
    "meeting.settings": "joining",
    "meeting.lists": "lists",
}


@forms.post("/<code:code>/commands/<name>")
def command(code: str, name: str) -> AnyResponse | tuple[str, int]:
    """The door to the same commands for browsers without JavaScript."""
    screen = screen_named(request.form.get("screen", ROOM))
    path = f"/{code}{PATHS[screen]}"
    actor = access.page_actor(code, screen)
    if actor is None:
        return _without_seat(code, name, screen)
    try:
        check_form(access.page_token(code, screen))
        fields = payload_of(name, request.form)
        if "edition" in request.args:  # a button has room for one value; what its card was when it was read stands here
            fields["edition"] = request.args["edition"]
        answer = current.engine().perform(actor, name, fields, typed=False)
    except Refused as refusal:
        try:
            return _refused(code, name, screen, actor, refusal), status(refusal)
        except Refused:  # the seat went meanwhile, and its page with it
            return _without_seat(code, name, screen)
    if name == "seat.appeal" and screen == ROOM:  # where it is said that it was sent
        return redirect(f"{path}/ask?done={name}", 303)
    if screen != ORGANISE:
        return redirect(path, 303)
    if name in SHOWN_ONCE:
        return SHOWN_ONCE[name](code, answer), 200
    return redirect(f"{path}?done={name}#{PLACES.get(name, 'main')}", 303)


def _refused(code: str, name: str, screen: str, actor: Actor, refusal: Refused) -> str:
    """The page that was sent, as it was filled in, with the reason why it was refused."""
    if screen == ORGANISE:
        return organise_page(code, actor, place=PLACES.get(name), typed=request.form, **shown(refusal))
    template = "ask.html" if name in _WRITTEN and screen == ROOM else f"{screen}.html"
    return live_screen(template, code, screen, actor, typed=request.form, **shown(refusal))


def _without_seat(code: str, name: str, screen: str) -> AnyResponse | tuple[str, int]:
    """The door; before it, what was written and is sent by nobody. No meeting is looked up, so nothing tells of any."""
    if name not in _WRITTEN or screen != ROOM or not request.form.get("text", "").strip():
        return redirect(f"/{code}{PATHS[screen]}", 303)
    check_origin()  # words of another site's page are not shown as somebody's own
    gone = Refused("seat.unknown")
    return render_template("not_sent.html", code=code, typed=request.form, **shown(gone)), status(gone)
