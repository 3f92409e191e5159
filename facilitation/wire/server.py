"""Socket.IO's server behind Flask-SocketIO: events in, answers and news out."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import socketio

from facilitation.wire.engine import EngineServer
from facilitation.wire.outbox import Outbox
from facilitation.wire.packets import Message, answer

Answer = Callable[[Any], None]
"""Sends an event's acknowledgement, once."""
Hear = Callable[[str, Any, list[Any], Answer], None]
"""Takes an event: (sid, name, its other arguments, how to answer). It may answer later."""

# A client's number of an event has at most this many digits.
_NUMBER_DIGITS = 15
# Phones that are told something before others get their turn.
_SHARE = 500

# Socket.IO's word for a socket that the server closes.
_CUT = Message(b"1")


class Server(socketio.Server):  # type: ignore[misc]  # the library has no types
    """Socket.IO in which an event is answered when there is an answer, not when its handler returns."""

    hear: Hear

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._crowd = threading.Lock()

    def _engineio_server_class(self) -> type[EngineServer]:
        return EngineServer

    def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        if not isinstance(data, str):
            raise ValueError("a binary message")
        if data.startswith("2") and not data.startswith("2/"):
            self._event(eio_sid, data)
        elif data.startswith(("0", "1")):
            super()._handle_eio_message(eio_sid, data)
        else:  # we ask for no acknowledgements and take nothing binary
            raise ValueError("a packet that no client needs")

    def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        sock = self.eio.sockets.get(eio_sid)
        if eio_sid not in self.environ or sock and sock.refused:  # the library keeps a place for ever for who is gone
            raise ValueError("a handshake of who is gone, or a second one after one that was refused")
        super()._handle_connect(eio_sid, namespace, data)
        sid = self.manager.sid_from_eio_sid(eio_sid, "/")
        if sid is not None and self.manager.is_connected(sid, "/"):
            self.environ[eio_sid] = {}  # it is here; what proved its seat is not needed again
            if sock:
                sock.seat()
        elif sock:
            sock.refuse()

    def _event(self, eio_sid: str, data: str) -> None:
        sid = self.manager.sid_from_eio_sid(eio_sid, "/")
        if sid is None or not self.manager.is_connected(sid, "/"):
            return
        begins = data.find("[")
        number = data[1:begins]
        if begins < 0 or len(number) > _NUMBER_DIGITS or (number and not (number.isascii() and number.isdigit())):
            raise ValueError("not an event")
        name, *arguments = _decoded(data[begins:])

        answered = threading.Event() if not self.async_handlers else None

        def reply(payload: Any) -> None:
            if number:
                self._send_eio_packet(eio_sid, answer(int(number), payload))
            if answered:
                answered.set()

        self.hear(sid, name, arguments, reply)
        if answered:
            answered.wait()

    def tell(self, room: str, message: Message) -> int:
        """Send a message to everybody in a room: to how many."""
        members = list(self.manager.rooms.get("/", {}).get(room, {}).values())
        if len(members) <= _SHARE:
            self._tell(members, message)
            return len(members)
        with self._crowd:  # what is told to a crowd arrives in one order, although others get their turn in between
            for begin in range(0, len(members), _SHARE):
                self._tell(members[begin : begin + _SHARE], message)
                self.sleep(0)
        return len(members)

    def cut(self, sids: Iterable[str]) -> None:
        """Close these sockets, whose clients are told that it was the server who did so, and no fault of the line."""
        for eio_sid in [self.manager.eio_sid_from_sid(sid, "/") for sid in sids]:
            if sock := self.eio.sockets.get(eio_sid):
                sock.send(_CUT)
                sock.close(wait=False, abort=False, reason=self.reason.SERVER_DISCONNECT)

    def _tell(self, members: list[str], message: Message) -> None:
        # The hottest lines of the whole: beside the system's own work, each microsecond here counts.
        sockets, frame = self.eio.sockets, message.frame
        size = len(frame)
        for eio_sid in members:
            sock = sockets.get(eio_sid)
            outbox = None if sock is None else sock.queue
            if type(outbox) is Outbox and outbox.idle:
                try:
                    sent = outbox.send(frame)
                except OSError:
                    outbox.write(frame)
                    continue
                if sent != size:
                    outbox.rest(frame, sent)
            else:
                self._send_eio_packet(eio_sid, message)


def _decoded(text: str) -> list[Any]:
    try:
        arguments = msgspec.json.decode(text)
    except msgspec.DecodeError:  # stricter than browsers, which write half a character as an escape
        arguments = json.loads(text)
    if not isinstance(arguments, list):
        raise ValueError("not an event")
    return arguments
