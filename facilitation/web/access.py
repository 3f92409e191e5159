"""Who is asking: the one place where a token, from a header, a cookie or a handshake, becomes an Actor."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import request
from werkzeug.wrappers import Response

from facilitation.engine import Engine
from facilitation.errors import Refused
from facilitation.models.seat import ORGANISER, PARTICIPANT, STAGE, TEAM
from facilitation.room.actor import Actor
from facilitation.room.codes import read_code
from facilitation.web import current
from facilitation.web.language import speak

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
    for name in _cookie_names(code, screen):
        if token := request.cookies.get(name):
            return token
    return None


def page_actor(code: str, screen: str = ROOM) -> Actor | None:
    """The seat that this browser holds for a screen of a meeting, or None where it has none that fits."""
    actor = screen_actor(current.engine(), code, screen, request.cookies)
    return _spoken_to(actor) if actor else None


def holds_what_is_over(code: str) -> bool:
    """Whether this browser keeps a participant's cookie of a seat that is no seat any more, of whatever role."""
    token = page_token(code)
    try:
        return bool(token) and not current.engine().seated(code, token or "")
    except Refused:
        return True


def screen_actor(engine: Engine, code: str, screen: str, cookies: Mapping[str, str]) -> Actor | None:
    """The seat among these cookies that fits a screen of a meeting."""
    for name in _cookie_names(code, screen):
        if token := cookies.get(name):
            try:
                actor = engine.seated(code, token)
            except Refused:
                continue  # a seat of another time; the browser may hold one more
            if actor.role in SCREENS[screen]:
                return actor
    return None


def handshake_actor(auth: object, cookies: Callable[[], Mapping[str, str]]) -> Actor:
    """The seat behind a socket's handshake: its token, else the browser's cookie; raises Refused."""
    if not isinstance(auth, dict) or not isinstance(auth.get("meeting"), str):
        raise Refused("meeting.unknown")
    code, token, screen = auth["meeting"], auth.get("seat"), auth.get("screen", ROOM)
    if isinstance(token, str):
        return current.engine().seated(code, token)
    actor = screen_actor(current.engine(), code, screen, cookies()) if _is_screen(screen) else None
    if actor is None:
        raise Refused("seat.unknown")
    return actor


def give_cookie(response: Response, code: str, screen: str, token: str) -> None:
    """Let the browser keep a seat until it is closed."""
    response.set_cookie(
        _cookie_names(code, screen)[0], token, httponly=True, samesite="Strict", path="/", secure=_is_secure()
    )


def take_cookies(response: Response, code: str) -> None:
    """Let the browser forget every seat of a meeting."""
    for screen in SCREENS:
        take_cookie(response, code, screen)


def take_cookie(response: Response, code: str, screen: str) -> None:
    """Let the browser forget the seat of one screen."""
    response.delete_cookie(
        _cookie_names(code, screen)[0], httponly=True, samesite="Strict", path="/", secure=_is_secure()
    )


def _cookie_names(code: str, screen: str) -> list[str]:
    prefix = "__Host-" if _is_secure() else ""
    plain = f"{prefix}seat-{read_code(code)}"
    return [plain] if screen == ROOM else [f"{plain}-{screen}", plain]


def _is_screen(name: object) -> bool:
    return isinstance(name, str) and name in SCREENS


def _is_secure() -> bool:
    return current.config().address.startswith("https:")


def _spoken_to(actor: Actor) -> Actor:
    speak(actor.language)
    return actor
