"""Engine.IO's server, with our sockets in it: who comes, and what comes from them."""

from __future__ import annotations

import logging
from typing import Any

import engineio
from engineio import packet

from facilitation.logs import log_fault
from facilitation.wire.frames import MESSAGE_LIMIT
from facilitation.wire.pings import Pings
from facilitation.wire.socket import Socket, StartResponse
from facilitation.wire.upgrade import accept_key

# What is kept of the request that opened a socket until it proves a seat, and characters of each: all that browsers
# send of cookies, but of languages no more than people read.
_OF_HANDSHAKE = {"HTTP_COOKIE": 8192, "HTTP_ACCEPT_LANGUAGE": 256}

log = logging.getLogger(__name__)


class EngineServer(engineio.Server):  # type: ignore[misc]  # the library has no types
    """Engine.IO with our sockets."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, monitor_clients=False, max_http_buffer_size=MESSAGE_LIMIT)
        self.pings = Pings(self.ping_interval, self.ping_timeout)

    def handle_request(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Answer a request; one for the head alone gets no body, which would be read as the next answer."""
        answer = super().handle_request(environ, start_response)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else answer

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
        # Not the whole: a stranger's request, of any size, would be held as long as the socket.
        kept = {name: environ[name][:most] for name, most in _OF_HANDSHAKE.items() if name in environ}
        self.handlers["connect"](sid, kept)
        sock.schedule_ping()
        self.pings.newcomers.expect(sock, sum(map(len, kept.values())))
        if transport == "websocket":
            try:
                return sock.handle_get_request(environ, start_response)
            finally:
                self.sockets.pop(sid, None)
        sock.connected = True
        return self._ok(sock.poll(), jsonp_index=jsonp_index)
