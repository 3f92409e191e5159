"""The Socket.IO door: a handshake becomes an Actor, an event becomes a command."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any, NoReturn

import engineio.json
import msgspec
from flask import Flask
from socketio.exceptions import ConnectionRefusedError
from sqlalchemy.exc import SQLAlchemyError

from facilitation.config import Config
from facilitation.engine import Engine
from facilitation.engine.commands import COMMANDS
from facilitation.engine.pulse import room_of, room_of_seat
from facilitation.engine.views import moment
from facilitation.errors import Refused
from facilitation.logs import library_log, log_fault
from facilitation.models.columns import now
from facilitation.room.actor import Actor
from facilitation.web.access import handshake_actor
from facilitation.web.language import preferred
from facilitation.web.origins import Origins
from facilitation.web.refusals import Worded
from facilitation.web.security import NOT_KEPT, headers_of
from facilitation.wire.server import Answer
from facilitation.wire.socketio import SocketIO

log = logging.getLogger(__name__)


class Json:
    """How packets of the handshake are encoded and decoded."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        """JSON text."""
        return msgspec.json.encode(value).decode()

    loads = staticmethod(engineio.json.loads)


def create(config: Config, origins: Origins) -> SocketIO:
    """A Socket.IO server for one app (a global one would lose its handlers in a second app)."""

    def refusal(environ: Mapping[str, Any]) -> tuple[str, str] | None:
        if not origins.knows(environ.get("HTTP_HOST")):
            return "421 Misdirected Request", "host.unknown"
        return None if origins.admits(environ) else ("403 Forbidden", "origin.foreign")

    return SocketIO(
        async_mode=config.async_mode,
        cors_allowed_origins=[],  # not by the library, which believes X-Forwarded-Host: ``refusal`` decides
        refusal=refusal,
        vouches=origins.vouches,
        headers=[*headers_of(config).items(), NOT_KEPT],
        json=Json,
        http_compression=False,
        manage_session=False,
        logger=library_log("socketio"),
        engineio_logger=library_log("engineio"),
        ping_interval=25,
        ping_timeout=20,
    )


def connect(socketio: SocketIO, engine: Engine, app: Flask) -> None:
    """Let the engine's commands be reached over the Socket.IO server of an app."""
    door = _Door(socketio, engine, app)
    socketio.server.on("connect", door.come)
    socketio.server.on("disconnect", door.left)
    socketio.server.hear = door.hear


class _Door:
    """Who holds which socket, and what they ask for."""

    def __init__(self, socketio: SocketIO, engine: Engine, app: Flask) -> None:
        self._server = socketio.server
        self._engine = engine
        self._app = app
        self._worded = Worded(app)
        self._seated: dict[str, Actor] = {}

    def come(self, sid: str, environ: dict[str, Any], auth: Any) -> None:
        """Let a socket in whose handshake proves a seat."""
        try:
            # The app alone: a whole request for each handshake costs as much as all the rest of it.
            with self._app.app_context():
                actor = handshake_actor(auth, environ)
        except Refused as refusal:
            self._refuse(refusal, environ)
        except Exception as error:
            log_fault(log, "a handshake failed", error)
            self._refuse(Refused(_code_of(error)), environ)
        # Gone while the database was asked? The library has forgotten its environment then, and nothing else.
        if self._server.manager.eio_sid_from_sid(sid, "/") not in self._server.environ:
            self._refuse(Refused("seat.unknown"), environ)
        self._seated[sid] = actor
        self._engine.presence.came(sid, actor)

    def _refuse(self, refusal: Refused, environ: dict[str, Any]) -> NoReturn:
        with self._app.app_context():
            language = preferred(environ.get("HTTP_ACCEPT_LANGUAGE"))
        raise ConnectionRefusedError(refusal.code, self._worded(refusal, language)) from None

    def left(self, sid: str, _reason: str) -> None:
        """A socket was closed."""
        if actor := self._seated.pop(sid, None):
            self._engine.presence.left(sid, actor)

    def hear(self, sid: str, name: Any, arguments: list[Any], answer: Answer) -> None:
        """Do what a socket asks for, and answer when it is done."""
        actor = self._seated.get(sid)

        def then(outcome: dict[str, Any] | Refused) -> None:
            if isinstance(outcome, Refused):
                outcome = self._worded(outcome, actor.language if actor else None)
            answer(outcome)

        try:
            if actor is None:
                raise Refused("seat.unknown")
            if name != "join" and not (isinstance(name, str) and name in COMMANDS):
                raise Refused("command.unknown")
            payload = arguments[0] if arguments else {}
            if not isinstance(payload, dict):
                raise Refused("payload.invalid", field="")
            if name == "join":
                answer(self._join(sid, actor))
            else:
                self._engine.request(actor, name, payload, then)
        except Refused as refusal:
            then(refusal)
        except Exception as error:
            log_fault(log, "a socket event failed", error)
            then(Refused(_code_of(error)))

    def _join(self, sid: str, actor: Actor) -> dict[str, Any]:
        # Into the rooms first, then read: what is committed in between is told twice rather than never.
        self._server.enter_room(sid, room_of(actor.meeting_id, actor.audience))
        self._server.enter_room(sid, room_of_seat(actor.seat_id))
        return {"ok": True, **self._engine.join(actor), "now": moment(now())}


def _code_of(error: Exception) -> str:
    return "server.storage" if isinstance(error, SQLAlchemyError) else "server.fault"
