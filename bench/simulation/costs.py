"""What everything costs, what is assumed beside it, and what the code itself lays down."""

from __future__ import annotations

from dataclasses import dataclass

from facilitation.db import POOL
from facilitation.engine.heartbeat import AGAIN_WITHIN, EVERY
from facilitation.engine.writer import BATCH
from facilitation.postgres import SESSION


@dataclass(frozen=True, slots=True)
class Share:
    """Seconds of processor time that something takes of a process, of the database and of nginx; bytes on the line."""

    process: float = 0.0
    database: float = 0.0
    nginx: float = 0.0
    bytes: float = 0.0


@dataclass(frozen=True, slots=True)
class Costs:
    """Measured, each of one thing; seconds and bytes. ``whole_…`` is what the reckoning is held to: votes a second of a
    crowd that votes at once at one process, and to how many sockets a pulse took how long.
    """

    arrival: Share
    back: Share
    join: Share
    delivery: Share
    pulse: Share
    vote: Share
    vote_elsewhere: float
    hint: float
    idle: float
    transaction: float
    transaction_vote: float
    transaction_counted: float
    transaction_own: float
    handover: float
    revoked: float
    queue_taken: float
    queue_passed_on: float
    queue_byte: float
    pulses_per_second: float
    process_memory: float
    nginx_memory: float
    connection_memory: float
    whole_votes: float
    whole_sockets: int
    whole_pulse: float


@dataclass(frozen=True, slots=True)
class Assumed:
    """Not measured in the bench: machines as they can be rented, what a connection adds to what is sent over it, and
    what a process tells and reads of who is where, for each meeting.
    """

    database_cores: int = 16
    nginx_cores: int = 16
    bits_a_second: float = 10e9
    frame_bytes: float = 92
    handshake_bytes: float = 4500
    small_meeting: int = 100
    here_bytes: float = 10
    here: float = 0.2e-6
    small_meeting_every: float = 10.0
    busy: float = 0.7


# Of the code itself: seconds that somebody waits for a lock, connections of a process, seconds between two heartbeats,
# within which phones that were told to join again do so; votes of a transaction; and of the phone's: seconds after
# which a refused vote is sent again, after which it first tries to come back (from, to), for a join's answer.
PATIENCE = SESSION["lock_timeout"] / 1000
CONNECTIONS = POOL["pool_size"] + 1
HEARTBEAT, AGAIN, VOTES = EVERY, AGAIN_WITHIN / 1000, BATCH
PAUSE, BACK, JOINING = 2.0, (0.2, 1.8), 15.0
