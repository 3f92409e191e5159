"""A WebSocket of a session: shown to work, talked over until it ends."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from engineio import packet

from facilitation.wire.frames import BrokenConnection, Messages
from facilitation.wire.outbox import Outbox
from facilitation.wire.upgrade import acceptance

if TYPE_CHECKING:
    from facilitation.wire.socket import Socket

# Seconds that a client has to show that the WebSocket, to which it changes from long polling, works.
PROBE = 20


class WebSocket:
    """One connection that speaks WebSocket for a session; ``keep`` keeps it where room for connections is short."""

    def __init__(self, session: Socket, connection: Any, keep: Callable[[], None]) -> None:
        self._session = session
        self._connection = connection
        self._keep = keep
        self._outbox = Outbox(connection, session.server.start_background_task)
        self._messages = Messages(_Stream(connection, self._outbox))

    def speak(self, key: bytes) -> None:
        """Answer the handshake with this key, and talk until the connection or the session ends."""
        session, connection, outbox = self._session, self._connection, self._outbox
        connection.settimeout(PROBE)
        try:
            connection.sendall(acceptance(key))
            if not session.connected or self.is_shown_to_work():
                connection.settimeout(None)  # the pings notice silence; a timer for each wait would cost memory
                session.keep = self._keep
                if session.seated:
                    self._keep()
                self.converse()
        except BrokenConnection as broken:
            outbox.end(broken.code)
        except OSError:  # the network went away, or nothing came to show that the new way works
            pass
        finally:
            outbox.end()
            outbox.cut()
            if session.queue is outbox or not session.connected:  # one that did not work leaves long polling as it was
                session.close(abort=True, reason=session.server.reason.TRANSPORT_CLOSE)

    def is_shown_to_work(self) -> bool:
        """Whether a client that comes from long polling has shown that the new way works."""
        session, messages = self._session, self._messages
        session.upgrading = True
        try:
            if messages.next() != "2probe":
                return False
            self._outbox.put(packet.Packet(packet.PONG, data="probe"))
            session.queue.put(packet.Packet(packet.NOOP))  # ends the poll that is waiting
            return messages.next() == "5" and not session.upgraded and not session.closed
        finally:
            session.upgrading = False

    def converse(self) -> None:
        """Take what comes, one message after the other."""
        session, messages = self._session, self._messages
        session.go_on_through(self._outbox)
        while not session.closed and (text := messages.next()) is not None:
            session.take(text)
            if messages.more:  # others get their turn between two things that one client says at once
                time.sleep(0)


class _Stream:
    """A connection as the frames' reader sees it."""

    __slots__ = ("answer", "receive")

    def __init__(self, connection: Any, outbox: Outbox) -> None:
        self.receive = connection.recv
        self.answer = outbox.write
