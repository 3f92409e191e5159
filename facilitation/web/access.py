"""Who is asking: the one place where a token, from a header, a cookie or a handshake, becomes an Actor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request
from werkzeug.http import parse_cookie
from werkzeug.wrappers import Response

from facilitation.engine import Engine
from facilitation.errors import Refused
from facilitation.models.seat import ORGANISER, PARTICIPANT, STAGE, TEAM
from facilitation.room.actor import Actor
from facilitation.room.codes import read_code
from facilitation.web import current
from facilitation.web.language import speak
from facilitation.wire.engine import VOUCHED

# One browser may hold a phone's, a desk's and a stage's seat of the same meeting, each in a cookie of its own.
ROOM, DESK, STAGE_SCREEN, ORGANISE = "room", "desk", "stage", "organise"
SCREENS = {
    ROOM: frozenset({PARTICIPANT}),
    DESK: TEAM,
    STAGE_SCREEN: TEAM | {STAGE},
    ORGANISE: frozenset({ORGANISER}),
}


def bearer() -> str | None:
    """The token of an ``Authorization: Bearer`` header."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def api_actor(code: str) -> Actor:
    """The seat behind the request's bearer token; raises Refused("seat.unknown")."""
    return _spoken_to(current.engine().seated(code, bearer() or ""))


def page_token(code: str, screen: str = ROOM) -> str | None:
    """The seat token that this browser holds for a screen of a meeting."""
    for name in _cookie_names(code, screen, _host()):
        if token := request.cookies.get(name):
            return token
    return None


def page_tokens(code: str) -> list[str]:
    """The tokens of every seat of a meeting that this browser holds."""
    tokens = (request.cookies.get(name) for screen in SCREENS for name in _cookie_names(code, screen, _host()))
    return [token for token in dict.fromkeys(tokens) if token]


def held_before(code: str, screen: str) -> bool:
    """Whether this browser was given a seat for this screen itself, whatever became of it."""
    return _cookie_names(code, screen, _host())[0] in request.cookies


def page_actor(code: str, screen: str = ROOM) -> Actor | None:
    """The seat that this browser holds for a screen of a meeting, or None where it has none that fits."""
    actor = screen_actor(current.engine(), code, screen, request.cookies, _host())
    return _spoken_to(actor) if actor else None


def holds_what_is_over(code: str) -> bool:
    """Whether this browser keeps a participant's cookie of a seat that is no seat any more, of whatever role."""
    token = page_token(code)
    try:
        return bool(token) and not current.engine().seated(code, token or "")
    except Refused:
        return True


def holds_a_seat(code: str) -> bool:
    """Whether this browser holds any seat of a meeting."""
    return any(page_actor(code, screen) for screen in SCREENS)


def screen_actor(engine: Engine, code: str, screen: str, cookies: Mapping[str, str], host: str | None) -> Actor | None:
    """The seat among these cookies, sent to this host, that fits a screen of a meeting."""
    for name in _cookie_names(code, screen, host):
        if token := cookies.get(name):
            try:
                actor = engine.seated(code, token)
            except Refused:
                continue  # a seat of another time; the browser may hold one more
            if actor.role in SCREENS[screen]:
                return actor
    return None


def handshake_actor(auth: object, environ: Mapping[str, Any]) -> Actor:
    """The seat behind a socket's handshake: its token, else the browser's cookie; raises Refused.

    A browser sends its cookies whoever's page asks, so a cookie counts only where the browser says that it was ours.
    """
    if not isinstance(auth, dict) or not isinstance(auth.get("meeting"), str):
        raise Refused("meeting.unknown")
    code, token, screen = auth["meeting"], auth.get("seat"), auth.get("screen", ROOM)
    if isinstance(token, str):
        return current.engine().seated(code, token)
    cookies = parse_cookie(environ.get("HTTP_COOKIE"))
    if cookies and not environ.get(VOUCHED):
        raise Refused("origin.foreign")
    host = environ.get("HTTP_HOST")
    actor = screen_actor(current.engine(), code, screen, cookies, host) if _is_screen(screen) else None
    if actor is None:
        raise Refused("seat.unknown")
    return actor


def give_cookie(response: Response, code: str, screen: str, token: str) -> None:
    """Let the browser keep a seat until it is closed."""
    name, secure = _cookie_names(code, screen, _host())[0], _is_secure(_host())
    response.set_cookie(name, token, httponly=True, samesite="Strict", path="/", secure=secure)


def take_cookies(response: Response, code: str) -> None:
    """Let the browser forget every seat of a meeting."""
    for screen in SCREENS:
        take_cookie(response, code, screen)


def take_cookie(response: Response, code: str, screen: str) -> None:
    """Let the browser forget the seat of one screen."""
    name, secure = _cookie_names(code, screen, _host())[0], _is_secure(_host())
    response.delete_cookie(name, httponly=True, samesite="Strict", path="/", secure=secure)


def _cookie_names(code: str, screen: str, host: str | None) -> list[str]:
    prefix = "__Host-" if _is_secure(host) else ""
    plain = f"{prefix}seat-{read_code(code)}"
    return [plain] if screen == ROOM else [f"{plain}-{screen}", plain]


def _is_screen(name: object) -> bool:
    return isinstance(name, str) and name in SCREENS


def _host() -> str | None:
    host: str | None = request.environ.get("HTTP_HOST")
    return host


def _is_secure(host: str | None) -> bool:
    """Whether cookies are bound to https: to a browser that came by http they would be lost."""
    return current.origins().is_secure(host)


def _spoken_to(actor: Actor) -> Actor:
    speak(actor.language)
    return actor
