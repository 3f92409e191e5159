"""The Socket.IO door: a handshake becomes an Actor, an event becomes a command."""

from __future__ import annotations

import logging
from typing import Any

import engineio.json
import msgspec
from flask import request
from flask_socketio import ConnectionRefusedError, SocketIO, join_room

from facilitation.config import Config
from facilitation.engine import Engine
from facilitation.engine.pulse import room_of, room_of_seat
from facilitation.engine.views import moment
from facilitation.errors import Refused
from facilitation.logs import library_log, log_fault
from facilitation.models.columns import now
from facilitation.room.actor import Actor
from facilitation.web.access import handshake_actor
from facilitation.web.language import speak
from facilitation.web.refusals import as_error

log = logging.getLogger(__name__)

# Bytes of one message from a client; unmasking a frame costs everybody's time in pure Python.
MESSAGE_LIMIT = 16_384


class Json:
    """How packets are encoded: msgspec lets a state that is bytes already go out as it is."""

    @staticmethod
    def dumps(value: Any, **_options: Any) -> str:
        """JSON text."""
        return msgspec.json.encode(value).decode()

    loads = staticmethod(engineio.json.loads)


def create(config: Config) -> SocketIO:
    """A Socket.IO server for one app (a global one would lose its handlers in a second app)."""
    return SocketIO(
        async_mode=config.async_mode,
        cors_allowed_origins=config.public_url or None,
        json=Json,
        max_http_buffer_size=MESSAGE_LIMIT,
        http_compression=False,
        websocket_compression=False,
        manage_session=False,
        logger=library_log("socketio"),
        engineio_logger=library_log("engineio"),
        ping_interval=20,
        ping_timeout=20,
    )


def connect(socketio: SocketIO, engine: Engine) -> None:
    """Let the engine's commands be reached over this Socket.IO server."""
    seated: dict[str, Actor] = {}

    @socketio.on("connect")
    def _connect(auth: Any = None) -> dict[str, Any] | None:
        if _sid() in seated:  # not a handshake: an event that a client gave the library's own name
            return as_error(Refused("command.unknown"))
        try:
            actor = handshake_actor(auth)
        except Refused as refusal:
            raise ConnectionRefusedError(refusal.code, as_error(refusal)) from None
        seated[_sid()] = actor
        engine.presence.came(_sid(), actor)
        return None

    @socketio.on("disconnect")
    def _disconnect(_reason: Any = None) -> dict[str, Any] | None:
        if socketio.server.manager.is_connected(_sid(), "/"):  # again an event of that name
            return as_error(Refused("command.unknown"))
        if actor := seated.pop(_sid(), None):
            engine.presence.left(_sid(), actor)
        return None

    @socketio.on("*")
    def _event(name: Any, *arguments: Any) -> dict[str, Any]:
        actor = seated.get(_sid())
        try:
            if actor is None:
                raise Refused("seat.unknown")
            if not isinstance(name, str):
                raise Refused("command.unknown")
            speak(actor.language)
            payload = arguments[0] if arguments else {}
            if not isinstance(payload, dict):
                raise Refused("payload.invalid", field="")
            if name == "join":
                return _join(actor)
            return engine.perform(actor, name, payload)
        except Refused as refusal:
            return as_error(refusal)
        except Exception as error:
            log_fault(log, "a socket event failed", error)
            return as_error(Refused("server.fault"))

    def _join(actor: Actor) -> dict[str, Any]:
        # Into the rooms first, then read: what is committed in between is told twice rather than never.
        join_room(room_of(actor.meeting_id, actor.audience))
        join_room(room_of_seat(actor.seat_id))
        return {"ok": True, **engine.join(actor), "now": moment(now())}


def _sid() -> str:
    return request.sid  # type: ignore[attr-defined,no-any-return]
