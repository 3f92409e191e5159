"""What a commit here means for the phones of other processes, and theirs for the phones here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Engine as Database
from sqlalchemy import select, text

from facilitation.db import reading
from facilitation.engine.fanout import Fanout
from facilitation.engine.heartbeat import Heartbeat
from facilitation.engine.muted import tell_muted
from facilitation.engine.neighbours import Hint, Neighbours
from facilitation.engine.presence import Presence
from facilitation.engine.pulse import Pulse, room_of, room_of_seat
from facilitation.engine.snapshot import Snapshots
from facilitation.engine.telling import Told
from facilitation.engine.views import AUDIENCES, authors_view_of
from facilitation.models import Question

_DATABASE = text(
    "SELECT system_identifier, oid FROM pg_control_system(), pg_database WHERE datname = current_database()"
)

Watched = Callable[[Sequence[tuple[int, int]], Sequence[tuple[int, str, int]], Collection[int]], None]
"""Hears of (seat, meeting) that were taken, of (seat, question, value), and which of these seats had no open page."""


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
    """Keeps the phones of this process in step with what the others commit; ``watched`` hears of seats and votes."""

    def __init__(
        self,
        url: str,
        database: Database,
        fanout: Fanout,
        presence: Presence,
        pulse: Pulse,
        heartbeat: Heartbeat,
        snapshots: Snapshots,
        purged: Callable[[int], None],
    ) -> None:
        self._database, self._fanout = database, fanout
        self._presence, self._pulse, self._heartbeat, self._snapshots = presence, pulse, heartbeat, snapshots
        self._purged = purged
        self.watched: Watched = lambda _taken, _cast, _pageless: None
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
        self._fanout.cut(self._presence.held_by(hint.revoked))
        for meeting_id in hint.purged:
            self._purged(meeting_id)
        if hint.here is not None:
            self._presence.elsewhere(hint.sender, hint.here)
        for meeting_id, name, before, only_scores in hint.changed:
            audience = next(known for known in AUDIENCES if known == name)
            self._snapshots.forget(meeting_id, audience, before, only_scores)
            if audience == "team":
                self._heartbeat.heard.word(meeting_id, before)
            if self._fanout.pages(room_of(meeting_id, audience)):
                self._pulse.changed(meeting_id, audience, before, only_scores)
            else:  # whoever comes later begins with what is stored then
                self._pulse.forget(meeting_id, audience)
        for seat_id, question_id, value in (*hint.votes, *hint.moved):
            if not self._is_here(seat_id):
                continue
            self._fanout(room_of_seat(seat_id), "yours", {"set": {"votes": {question_id: value}}})
        tell_muted(self._database, self._fanout, [seat for seat in hint.muted if self._is_here(seat)])
        self._tell_authors([(seat, question) for seat, question in hint.authors if self._is_here(seat)])
        self.watched(hint.taken, hint.votes, hint.pageless)

    def _is_here(self, seat_id: int) -> bool:
        return self._fanout.pages(room_of_seat(seat_id)) > 0

    def _tell_authors(self, own: list[tuple[int, str]]) -> None:
        if not own:
            return
        with reading(self._database, ahead=True) as db:
            asked = select(Question).where(Question.id.in_([question_id for _seat, question_id in own]))
            views = {
                (question.seat_id, question.id): authors_view_of(question) | {"revision": question.author_revision}
                for question in db.scalars(asked)
            }
        for key in own:
            if view := views.get(key):
                self._fanout(room_of_seat(key[0]), "yours", {"set": {"questions": {view["id"]: view}}})

    def _missed(self) -> None:
        """Some hints were lost: tell what is stored, and let everybody fetch what is their own."""
        self._snapshots.keep_only(())  # they may hold words that were taken back
        self._heartbeat.beat(again=True)
