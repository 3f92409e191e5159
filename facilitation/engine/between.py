"""What this process says to the others of a commit, and what it does when they say something."""

from __future__ import annotations

from sqlalchemy import Engine as Database
from sqlalchemy import text

from facilitation.db import reading
from facilitation.engine.heartbeat import Heartbeat
from facilitation.engine.neighbours import Hint, Neighbours
from facilitation.engine.presence import Presence
from facilitation.engine.snapshot import Snapshots
from facilitation.engine.teller import Teller
from facilitation.engine.telling import Told

_DATABASE = text(
    "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
)


def hint_of(told: Told) -> Hint:
    """What the others need to know of a commit: names of things, and nothing that anybody wrote."""
    changes, notes = told.changes, told.notes
    return Hint(
        changed=list(changes.by_audience),
        authors=[(seat_id, view["id"]) for seat_id, view in changes.authors],
        votes=notes.votes_cast,
        moved=notes.votes_moved,
        pageless=told.pageless,
        taken=notes.seats_taken,
        muted=sorted(notes.muted),
        revoked=sorted(notes.seats_revoked),
        forgotten=sorted(notes.forgotten),
        purged=sorted(notes.purged),
    )


def channel_of(database: Database) -> str:
    """What the processes at this database, and no others, call their channel of a queue.

    PostgreSQL's own number for the server and for the database in it. A database that is dumped and restored has others
    than the first, so that a copy for trials can use the same queue; a copy of the server's files has the same.
    """
    with reading(database, ahead=True) as db:
        server, number = db.execute(_DATABASE).one()
    return f"facilitation:{server}:{number}"


class Between:
    """Tells the other processes what happens here, and ``teller`` what they say."""

    def __init__(
        self,
        url: str,
        database: Database,
        presence: Presence,
        heartbeat: Heartbeat,
        snapshots: Snapshots,
        teller: Teller,
    ) -> None:
        self._database, self._presence, self._heartbeat = database, presence, heartbeat
        self._snapshots, self._teller = snapshots, teller
        self._neighbours = Neighbours(url, self._heard, self._missed)

    def start(self) -> None:
        """Begin."""
        self._neighbours.start(channel_of(self._database))

    def stop(self) -> None:
        """Tell the others that nobody is here any more: whoever was comes back at another process."""
        self.here({})

    def committed(self, told: Told) -> None:
        """Tell the others of a commit."""
        self._neighbours.say(hint_of(told))

    def here(self, counts: dict[int, int]) -> None:
        """Tell the others who is here."""
        self._neighbours.say(Hint(here=counts))

    def _heard(self, hint: Hint) -> None:
        if hint.here is not None:
            self._presence.elsewhere(hint.sender, hint.here)
        self._teller.heard(hint)

    def _missed(self) -> None:
        """Some hints were lost: tell what is stored, and let everybody fetch what is their own."""
        self._snapshots.keep_only(())  # they may hold words that were taken back
        self._heartbeat.beat(again=True)
