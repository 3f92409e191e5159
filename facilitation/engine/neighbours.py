"""Other processes that serve the same meetings, reached through Redis or Valkey.

What they are told are hints, never content: the database is the truth, and the heartbeat finds what a lost hint would
have told. The queue may be slow, stuck or gone; nobody who asks or votes ever waits for it.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import msgspec
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy.exc import SQLAlchemyError

from facilitation.logs import log_fault

# Seconds until a queue that does not answer counts as gone, and between two attempts to reach it.
PATIENCE = 2.0
PAUSE = 0.5
# Hints that wait to be said; when there are more, the neighbours are told that they missed something.
WAITING = 1_000

log = logging.getLogger(__name__)


class Hint(msgspec.Struct, omit_defaults=True):
    """What another process may want to know.

    ``changed``: (meeting, audience, its revision before, whether only scores changed). ``authors``: (seat, own question
    that changed). ``votes``: (seat, question, value). ``moved``: those of the votes that nobody cast, but an act of the
    team moved. ``pageless``: seats that cast theirs by no open page. ``taken``: (seat, meeting) of participants who
    came. ``muted``: seats that may ask again or no longer. ``revoked``: seats. ``forgotten`` and ``purged``: meetings.
    ``here``: meeting -> participants. ``missed``: hints were lost before this one.
    """

    sender: str = ""
    changed: list[tuple[int, str, int, bool]] = []
    authors: list[tuple[int, str]] = []
    votes: list[tuple[int, str, int]] = []
    moved: list[tuple[int, str, int]] = []
    pageless: list[int] = []
    taken: list[tuple[int, int]] = []
    muted: list[int] = []
    revoked: list[int] = []
    forgotten: list[int] = []
    purged: list[int] = []
    here: dict[int, int] | None = None
    missed: bool = False


class Neighbours:
    """Says hints to the other processes and hears theirs.

    ``missed`` is called where some may have been lost, and again until it does not fail. ``hear`` may fail where the
    database does, and what it was told then counts as lost.
    """

    def __init__(self, url: str, hear: Callable[[Hint], None], missed: Callable[[], None]) -> None:
        self._url = url.replace("valkey", "redis", 1) if url.startswith("valkey") else url
        self._hear, self._missed = hear, missed
        self._name = secrets.token_hex(8)
        self._waiting: deque[Hint] = deque()
        self._wake = threading.Event()
        self._owed = False
        self._lost = False
        self._decoder = msgspec.json.Decoder(Hint)

    def start(self, channel: str) -> None:
        """Begin to say and to hear; whoever shares a channel is a neighbour."""
        threading.Thread(target=self._keep_saying, args=(channel,), name="neighbours-say", daemon=True).start()
        threading.Thread(target=self._keep_hearing, args=(channel,), name="neighbours-hear", daemon=True).start()

    def say(self, hint: Hint) -> None:
        """Tell the others, soon; never waits."""
        if len(self._waiting) >= WAITING:
            self._waiting.clear()
            self._owed = True
        hint.sender = self._name
        self._waiting.append(hint)
        self._wake.set()

    def _keep_saying(self, channel: str) -> None:
        queue = self._connect()
        reachable = True
        while True:
            self._wake.wait(None if not self._owed else PAUSE)
            self._wake.clear()
            try:
                if self._owed:
                    self._owed = False  # first: while this is said, more may be lost
                    queue.publish(channel, msgspec.json.encode(Hint(self._name, missed=True)))
                while self._waiting:
                    queue.publish(channel, msgspec.json.encode(self._waiting[0]))
                    self._waiting.popleft()
                reachable = True
            except Exception as error:  # whatever a queue in trouble answers, saying goes on
                if reachable:  # once, not for each attempt
                    log_fault(log, "the message queue cannot be reached", error)
                reachable = False
                self._waiting.clear()
                self._owed = True
                time.sleep(PAUSE)

    def _keep_hearing(self, channel: str) -> None:
        first = True
        while True:
            try:
                with self._connect().pubsub() as heard:  # type: ignore[no-untyped-call]  # the library's
                    heard.subscribe(channel)
                    self._hear_all(heard, first)
            except Exception:  # whoever says something logs it; whatever a queue in trouble answers, hearing goes on
                first = False
                time.sleep(PAUSE)

    def _hear_all(self, heard: Any, first: bool) -> None:
        asked = False
        while True:
            self._catch_up()
            message = heard.get_message(timeout=PATIENCE)
            if message is None:
                if asked:
                    raise redis.ConnectionError("no answer")
                heard.ping()
                asked = True
                continue
            asked = False
            if message["type"] == "subscribe":
                self._lost = self._lost or not first
            elif message["type"] == "message":
                self._take(message["data"])

    def _take(self, data: bytes) -> None:
        try:
            hint = self._decoder.decode(data)
            if hint.sender == self._name:
                return
            self._lost = self._lost or hint.missed
            self._hear(hint)
        except Exception as error:  # one bad hint must not end the hearing of all others
            log_fault(log, "a hint failed", error)
            self._lost = self._lost or isinstance(error, SQLAlchemyError)

    def _catch_up(self) -> None:
        if not self._lost:
            return
        try:
            self._missed()
            self._lost = False
        except SQLAlchemyError as error:  # tried again with whatever is heard next, a sign of life at the latest
            log_fault(log, "catching up with the other processes failed", error)

    def _connect(self) -> redis.Redis:
        return redis.Redis.from_url(
            self._url,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )
