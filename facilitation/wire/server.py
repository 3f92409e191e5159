"""The Engine.IO and Socket.IO servers behind Flask-SocketIO, with our own sockets in them."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from typing import Any

import engineio
import engineio.socket
import msgspec
import socketio
from engineio import packet
from engineio.payload import Payload

from facilitation.logs import log_fault
from facilitation.wire.frames import MESSAGE_LIMIT, BrokenConnection, Messages
from facilitation.wire.outbox import Outbox
from facilitation.wire.packets import Message, answer
from facilitation.wire.pings import Pings
from facilitation.wire.upgrade import accept_key, acceptance

log = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
"""WSGI's."""
Answer = Callable[[Any], None]
"""Sends an event's acknowledgement, once."""
Hear = Callable[[str, Any, list[Any], Answer], None]
"""Takes an event: (sid, name, its other arguments, how to answer). It may answer later."""

# Seconds that a client has to show that the WebSocket, to which it changes from long polling, works.
PROBE = 20
# A client's number of an event has at most this many digits.
_NUMBER_DIGITS = 15
# Phones that are told something before others get their turn.
_SHARE = 500
# Where wsgi.py puts what says that a connection was taken over and no HTTP answer is to follow.
TAKEN_OVER = "facilitation.taken_over"


class Socket(engineio.socket.Socket):  # type: ignore[misc]  # the library has no types
    """A client: one greenlet that reads, an outbox that writes straight to its socket, no timers of its own."""

    queue: Any
    upgraded: bool

    def send(self, pkt: packet.Packet) -> None:
        """Send a packet; one that is closed needs nothing any more."""
        if not self.closed:
            self.queue.put(pkt)

    def schedule_ping(self) -> None:
        """Ask whether it is there after the interval."""
        self.server.pings.schedule(self)

    def check_ping_timeout(self) -> bool:
        """Whether it is still open; silence is noticed by the pings."""
        return not self.closed

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """End the session; nobody waits until a client has fetched what was left for it, which may be never."""
        super().close(wait=False, abort=abort, reason=reason)
        self.server.sockets.pop(self.sid, None)

    def has_unread(self) -> bool:
        """Whether something of the client's has come that nobody has read yet."""
        return isinstance(self.queue, Outbox) and self.queue.has_unread()

    def give_up(self) -> None:
        """End a socket whose client does not answer."""
        outbox = self.queue
        self.close(abort=True, reason=self.server.reason.PING_TIMEOUT)
        if isinstance(outbox, Outbox):
            outbox.cut()

    def receive(self, pkt: packet.Packet) -> None:
        """Take a packet from the client."""
        if pkt.packet_type == packet.MESSAGE:
            self.server.heard(self.sid, pkt.data)
        elif pkt.packet_type == packet.PONG:
            if self.last_ping is not None:
                self.schedule_ping()
        elif pkt.packet_type == packet.UPGRADE:
            self.send(packet.Packet(packet.NOOP))
        elif pkt.packet_type == packet.CLOSE:
            self.close(wait=False, abort=True, reason=self.server.reason.CLIENT_DISCONNECT)
        else:
            raise ProtocolError

    def handle_post_request(self, environ: dict[str, Any]) -> None:
        """Take the packets of one request of long polling; raises ProtocolError for what is not such packets."""
        try:
            packets = self._posted(environ)
        except (ValueError, LookupError, RecursionError, OSError):
            raise ProtocolError from None
        for pkt in packets:
            self.receive(pkt)
            if self.closed and pkt.packet_type != packet.CLOSE:
                raise ProtocolError

    def _posted(self, environ: dict[str, Any]) -> list[packet.Packet]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if not 0 < length <= self.server.max_http_buffer_size:
            raise ProtocolError
        body = environ["wsgi.input"].read(length)
        if len(body) < length:
            raise ProtocolError
        packets: list[packet.Packet] = Payload(encoded_payload=body.decode()).packets
        return packets

    def _upgrade_websocket(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Go over to a WebSocket, at once or from long polling, and stay with it until it ends."""
        key = accept_key(environ)
        stream = environ.get("eventlet.input")
        if self.upgraded or key is None or stream is None:
            return self.server.bad_request()
        connection = stream.get_socket()
        environ[TAKEN_OVER]()
        outbox = Outbox(connection, self.server.start_background_task)
        messages = Messages(_Stream(connection, outbox))
        connection.settimeout(PROBE)
        try:
            connection.sendall(acceptance(key))
            if not self.connected or self._probed(messages, outbox):
                connection.settimeout(None)  # the pings notice silence; a timer for each wait would cost memory
                self._converse(messages, outbox)
        except BrokenConnection as broken:
            outbox.end(broken.code)
        except OSError:  # the network went away, or nothing came to show that the new way works
            pass
        finally:
            outbox.end()
            outbox.cut()
            if self.queue is outbox or not self.connected:  # a way that did not work leaves long polling as it was
                self.close(abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        return []

    def _converse(self, messages: Messages, outbox: Outbox) -> None:
        self._send_through(outbox)
        while not self.closed and (text := messages.next()) is not None:
            self._take(text)

    def _probed(self, messages: Messages, outbox: Outbox) -> bool:
        """Whether a client that comes from long polling has shown that the new way works."""
        self.upgrading = True
        try:
            if messages.next() != "2probe":
                return False
            outbox.put(packet.Packet(packet.PONG, data="probe"))
            self.queue.put(packet.Packet(packet.NOOP))  # ends the poll that is waiting
            return messages.next() == "5" and not self.upgraded and not self.closed
        finally:
            self.upgrading = False

    def _send_through(self, outbox: Outbox) -> None:
        """From now on everything goes through this outbox, first what waited in the queue."""
        waited, self.queue = self.queue, outbox
        self.connected = self.upgraded = True
        while not waited.empty():
            if pkt := waited.get(block=False):
                outbox.put(pkt)

    def _take(self, text: str) -> None:
        kind, data = text[:1], text[1:]
        if kind == "4":
            self.server.heard(self.sid, data)
        elif kind == "3" and self.last_ping is not None:
            self.schedule_ping()
        elif kind == "1":
            self.close(wait=False, abort=True, reason=self.server.reason.CLIENT_DISCONNECT)


class _Stream:
    """A connection as the frames' reader sees it."""

    __slots__ = ("answer", "receive")

    def __init__(self, connection: Any, outbox: Outbox) -> None:
        self.receive = connection.recv
        self.answer = outbox.write


class ProtocolError(engineio.exceptions.EngineIOError):  # type: ignore[misc]  # the library has no types
    """What a client sent is not Engine.IO; it is answered with 400, and its socket is closed."""


class EngineServer(engineio.Server):  # type: ignore[misc]  # the library has no types
    """Engine.IO with our sockets."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, monitor_clients=False, max_http_buffer_size=MESSAGE_LIMIT)
        self.pings = Pings(self.ping_interval, self.ping_timeout)

    def heard(self, sid: str, data: Any) -> None:
        """Pass a client's message on; what is not one of Socket.IO's ends the socket."""
        try:
            self.handlers["message"](sid, data)
        except (ValueError, LookupError, RecursionError):
            if sock := self.sockets.get(sid):
                sock.close(wait=False, abort=False, reason=self.reason.TRANSPORT_ERROR)
        except Exception as error:
            log_fault(log, "a message failed", error)

    def bad_request(self) -> dict[str, Any]:
        """The answer to a request that is not Engine.IO's."""
        answered: dict[str, Any] = self._bad_request()
        return answered

    def _handle_connect(
        self, environ: dict[str, Any], start_response: StartResponse, transport: str, jsonp_index: int | None = None
    ) -> Any:
        """Let a client in."""
        if transport == "websocket" and accept_key(environ) is None:
            return self.bad_request()
        sid = self.generate_id()
        sock = self.sockets[sid] = Socket(self, sid)
        opening = {
            "sid": sid,
            "upgrades": self._upgrades(sid, transport),
            "pingInterval": int(self.ping_interval * 1000),
            "pingTimeout": int(self.ping_timeout * 1000),
            "maxPayload": self.max_http_buffer_size,
        }
        sock.send(packet.Packet(packet.OPEN, opening))
        self.handlers["connect"](sid, environ)
        sock.schedule_ping()
        if transport == "websocket":
            try:
                return sock.handle_get_request(environ, start_response)
            finally:
                self.sockets.pop(sid, None)
        sock.connected = True
        return self._ok(sock.poll(), jsonp_index=jsonp_index)


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

    def cut(self, room: str) -> None:
        """Close the sockets of everybody in a room."""
        for eio_sid in list(self.manager.rooms.get("/", {}).get(room, {}).values()):
            if sock := self.eio.sockets.get(eio_sid):
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
