"""Commands from HTML forms: the same commands, for browsers without JavaScript."""

from __future__ import annotations

import msgspec
from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from facilitation.engine.commands import COMMANDS
from facilitation.errors import Refused
from facilitation.room.meetings import Nothing
from facilitation.web import access, current
from facilitation.web.access import ROOM
from facilitation.web.refusals import status
from facilitation.web.screens import PATHS, live_screen, screen_named, shown
from facilitation.web.security import check_form

# What is written on the page that never refreshes itself.
_WRITTEN = ("question.ask", "question.edit", "seat.appeal")

forms = Blueprint("forms", __name__)


@forms.post("/<code:code>/commands/<name>")
def command(code: str, name: str) -> AnyResponse | tuple[str, int]:
    """The door to the same commands for browsers without JavaScript."""
    screen = screen_named(request.form.get("screen", ROOM))
    path = f"/{code}{PATHS[screen]}"
    actor = access.page_actor(code, screen)
    if actor is None:
        return redirect(path, 303)
    template = "ask.html" if name in _WRITTEN and screen == ROOM else f"{screen}.html"
    try:
        check_form(access.page_token(code, screen))
        current.engine().perform(actor, name, _fields(name), typed=False)
    except Refused as refusal:
        return live_screen(template, code, screen, actor, typed=request.form, **shown(refusal)), status(refusal)
    return redirect(path, 303)


def _fields(name: str) -> dict[str, str]:
    """The command's own fields; one left blank is left out where it may be, as a form cannot leave it out itself."""
    ours = {"csrf", "screen", "back"}
    payload = COMMANDS[name].payload if name in COMMANDS else Nothing
    needed = {field.encode_name for field in msgspec.structs.fields(payload) if field.required}
    return {key: value for key, value in request.form.items() if key not in ours and (value or key in needed)}
