"""Engine.IO's server, with our sockets in it: who comes, and what comes from them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

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
# Where what is kept says whether the browser told that a page of ours asked to be let in.
VOUCHED = "facilitation.vouched"

log = logging.getLogger(__name__)


class EngineServer(engineio.Server):  # type: ignore[misc]  # the library has no types
    """Engine.IO with our sockets.

    ``refusal`` says of a request's environment whether it is turned away: the status and a code. ``vouches`` says
    whether a page of ours sent it. ``headers`` stand on every answer.
    """

    def __init__(
        self,
        refusal: Callable[[Mapping[str, Any]], tuple[str, str] | None] = lambda _environ: None,
        vouches: Callable[[Mapping[str, Any]], bool] = lambda _environ: False,
        headers: Sequence[tuple[str, str]] = (),
        **options: Any,
    ) -> None:
        self._refusal, self._vouches, self._headers = refusal, vouches, headers
        super().__init__(**options, monitor_clients=False, max_http_buffer_size=MESSAGE_LIMIT)
        self.pings = Pings(self.ping_interval, self.ping_timeout)

    def handle_request(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Answer a request; one for the head alone gets no body, which would be read as the next answer."""

        def respond(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*headers, *self._headers], *more)

        if refused := self._refusal(environ):
            status, code = refused
            respond(status, [("Content-Type", "application/json")])
            answer = [b'{"error":{"code":"%b"}}' % code.encode()]
        else:
            self._note(environ)
            answer = super().handle_request(environ, respond)
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

    def _note(self, environ: dict[str, Any]) -> None:
        """Note whether a page of ours sends what somebody says to be let in, which comes after the first request.

        The first one, where it is a poll, need not tell: browsers leave the origin out of what our own pages GET. Its
        cookies are ours all the same, since SameSite=Strict keeps them back from other sites; and a page of another
        origin of the same site cannot read the answer, without which it does not know where to post.
        """
        if environ["REQUEST_METHOD"] == "POST" or "HTTP_UPGRADE" in environ:
            sid = parse_qs(environ.get("QUERY_STRING", "")).get("sid", [""])[0]
            sock = self.sockets.get(sid)
            if sock and sock.asked is not None:
                sock.asked[VOUCHED] = self._vouches(environ)

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
        kept: dict[str, Any] = {name: environ[name][:most] for name, most in _OF_HANDSHAKE.items() if name in environ}
        size = sum(map(len, kept.values()))
        sock.asked = kept
        kept["HTTP_HOST"] = environ.get("HTTP_HOST")  # a name of ours, which is short
        if transport == "websocket":  # of which browsers always tell the origin
            kept[VOUCHED] = "HTTP_ORIGIN" in environ and self._vouches(environ)
        self.handlers["connect"](sid, kept)
        sock.schedule_ping()
        self.pings.newcomers.expect(sock, size)
        if transport == "websocket":
            try:
                return sock.handle_get_request(environ, start_response)
            finally:
                self.sockets.pop(sid, None)
        sock.connected = True
        return self._ok(sock.poll(), jsonp_index=jsonp_index)
