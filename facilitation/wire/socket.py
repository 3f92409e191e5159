"""One client's session: its Engine.IO socket, over long polling, a WebSocket, or first one and then the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import engineio
import engineio.socket
from engineio import packet
from engineio.payload import Payload

from facilitation.wire.bodies import NoRoom
from facilitation.wire.outbox import WAITING_LIMIT, Outbox
from facilitation.wire.slots import MAY_REST
from facilitation.wire.upgrade import accept_key
from facilitation.wire.websocket import WebSocket

StartResponse = Callable[..., Any]
"""WSGI's."""

# Where wsgi.py puts what says that a connection was taken over and no HTTP answer is to follow. It gives what keeps the
# connection where room for connections is short, which is for those alone who have proved a seat.
TAKEN_OVER = "facilitation.taken_over"


class ProtocolError(engineio.exceptions.EngineIOError):  # type: ignore[misc]  # the library has no types
    """What a client sent is not Engine.IO; it is answered with 400, and its socket is closed."""


class Socket(engineio.socket.Socket):  # type: ignore[misc]  # the library has no types
    """A client: one greenlet that reads, an outbox that writes straight to its socket, no timers of its own."""

    queue: Any
    upgraded: bool

    refused = False
    seated = False
    asked: dict[str, Any] | None = None
    keep: Callable[[], None] | None = None
    unfetched = 0
    sent = 0

    def send(self, pkt: packet.Packet) -> None:
        """Send a packet; one that is closed needs nothing any more."""
        if self.closed:
            return
        if isinstance(self.queue, Outbox):
            self.sent += self.queue.put(pkt)
        elif self.unfetched > WAITING_LIMIT:  # it posts and never fetches
            while not self.queue.empty():
                self.queue.get(block=False)
            self.close(abort=True, reason=self.server.reason.TRANSPORT_ERROR)
        else:
            size = len(pkt.encode())
            self.sent += size
            self.unfetched += size
            self.queue.put(pkt)

    def handle_get_request(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Let a client wait for news, in whichever way; until it has proved a seat it makes room for others."""
        if not self.seated and (may_rest := environ.get(MAY_REST)):
            may_rest(self.give_up)
        return super().handle_get_request(environ, start_response)

    def poll(self) -> list[packet.Packet]:
        """What waits for a client that fetches."""
        packets: list[packet.Packet] = super().poll()
        self.unfetched = 0
        return packets

    def schedule_ping(self) -> None:
        """Ask whether it is there after the interval."""
        self.server.pings.schedule(self)

    def check_ping_timeout(self) -> bool:
        """Whether it is still open; silence is noticed by the pings."""
        return not self.closed

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """End the session; nobody waits until a client has fetched what was left for it, which may be never."""
        super().close(wait=False, abort=abort, reason=reason)
        self.server.pings.newcomers.forget(self)
        self.server.sockets.pop(self.sid, None)

    def refuse(self) -> None:
        """Hear no other handshake: its own was refused. One that polls has still to fetch the reason."""
        self.refused = True
        if isinstance(self.queue, Outbox):
            self.close(reason=self.server.reason.SERVER_DISCONNECT)

    def seat(self) -> None:
        """Its client has proved a seat: it is no newcomer any more, and its connection is kept."""
        self.server.pings.newcomers.forget(self)
        self.seated, self.asked = True, None
        if self.keep:
            self.keep()

    def has_unread(self) -> bool:
        """Whether something of the client's has come that nobody has read yet."""
        return isinstance(self.queue, Outbox) and self.queue.has_unread()

    def sent_lately(self) -> int:
        """Bytes that it was sent since this was last asked; a few short ones that went out directly are not counted."""
        sent, self.sent = self.sent, 0
        return sent

    def let_go(self) -> None:
        """End what is left of a socket that was closed a while ago."""
        if isinstance(self.queue, Outbox):
            self.queue.cut()

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
        except (ValueError, LookupError, RecursionError, OSError, NoRoom):
            raise ProtocolError from None
        for pkt in packets:
            self.receive(pkt)
            if self.closed:
                if pkt.packet_type == packet.CLOSE:
                    return  # nobody is there any more to whom the rest could belong
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
        WebSocket(self, stream.get_socket(), keep=environ[TAKEN_OVER]()).speak(key)
        return []

    def go_on_through(self, outbox: Outbox) -> None:
        """From now on everything goes through this outbox, first what waited in the queue."""
        waited, self.queue = self.queue, outbox
        self.connected = self.upgraded = True
        while not waited.empty():
            if pkt := waited.get(block=False):
                outbox.put(pkt)

    def take(self, text: str) -> None:
        """Take what the client said in one message."""
        kind, data = text[:1], text[1:]
        if kind == "4":
            self.server.heard(self.sid, data)
        elif kind == "3" and self.last_ping is not None:
            self.schedule_ping()
        elif kind == "1":
            self.close(wait=False, abort=True, reason=self.server.reason.CLIENT_DISCONNECT)
