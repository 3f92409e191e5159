"""Telling the phones of this process what was committed, here or at another process."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Sequence

from sqlalchemy import Engine, select

from facilitation.db import reading
from facilitation.engine.fanout import Fanout
from facilitation.engine.heartbeat import Heartbeat
from facilitation.engine.muted import tell_muted
from facilitation.engine.neighbours import Hint
from facilitation.engine.patterns import Cast, Patterns
from facilitation.engine.presence import Presence
from facilitation.engine.pulse import Pulse, room_of, room_of_seat
from facilitation.engine.snapshot import Snapshots
from facilitation.engine.telling import Told
from facilitation.engine.views import AUDIENCES, Audience, View, authors_view_of
from facilitation.models import Question


class Teller:
    """Tells phones, and whatever keeps something of a meeting in memory; sockets are cut last, whatever fails before.

    ``purged`` are to let go of what they keep of a meeting that is no more.
    """

    def __init__(
        self,
        database: Engine,
        fanout: Fanout,
        presence: Presence,
        pulse: Pulse,
        heartbeat: Heartbeat,
        snapshots: Snapshots,
        patterns: Patterns,
    ) -> None:
        self._database = database
        self._send, self._pages, self._cut = fanout, fanout.pages, fanout.cut
        self._presence, self._pulse, self._heartbeat = presence, pulse, heartbeat
        self._snapshots, self._patterns = snapshots, patterns
        self.purged: list[Callable[[int], None]] = []

    def committed(self, told: Told) -> None:
        """Tell of a commit of this process; what it says is at hand."""
        changes, notes = told.changes, told.notes
        try:
            for seat_id, view in changes.authors:
                self._tell_author(seat_id, view)
            tell_muted(self._database, self._send, notes.muted)
            for seat_id, question_id, value in notes.votes_cast:
                # The page that voted has its answer; thousands who vote at once are not told what they just said.
                if seat_id not in told.answered_pages or self._pages(room_of_seat(seat_id)) > 1:
                    self._tell_vote(seat_id, question_id, value)
            for vote in notes.votes_moved:
                self._tell_vote(*vote)
            for meeting_id, audience, before, only_scores in changes.by_audience:
                self._forget_state(meeting_id, audience, before, only_scores)
                self._pulse.changed(meeting_id, audience, before, only_scores)
            self._look_at(notes.seats_taken, notes.votes_cast, told.pageless)
        finally:
            self._end(notes.forgotten, notes.purged, notes.seats_revoked)

    def heard(self, hint: Hint) -> None:
        """Tell of a commit of another process, from the database, and those alone who are here."""
        try:
            for meeting_id, name, before, only_scores in hint.changed:
                audience = next(known for known in AUDIENCES if known == name)
                self._forget_state(meeting_id, audience, before, only_scores)
                if self._pages(room_of(meeting_id, audience)):
                    self._pulse.changed(meeting_id, audience, before, only_scores)
                else:  # whoever comes later begins with what is stored then
                    self._pulse.forget(meeting_id, audience)
            for vote in (*hint.votes, *hint.moved):
                if self._is_here(vote[0]):
                    self._tell_vote(*vote)
            tell_muted(self._database, self._send, [seat for seat in hint.muted if self._is_here(seat)])
            self._tell_authors([(seat, question) for seat, question in hint.authors if self._is_here(seat)])
            self._look_at(hint.taken, hint.votes, hint.pageless)
        finally:
            self._end(hint.forgotten, hint.purged, hint.revoked)

    def ended(self, meeting_id: int) -> None:
        """Tell everybody in a meeting that it is over: whoever is cut off then keeps nothing of it on the screen."""
        for audience in AUDIENCES:
            self._send(room_of(meeting_id, audience), "ended", {})

    def forget(self, meeting_id: int) -> None:
        """Let go of everything that is kept in memory of a meeting that is no more."""
        for audience in AUDIENCES:
            self._snapshots.forget(meeting_id, audience, sys.maxsize, only_scores=False)
        for forget in self.purged:
            forget(meeting_id)

    def _end(self, forgotten: Collection[int], purged: Collection[int], revoked: Collection[int]) -> None:
        for meeting_id in {*forgotten, *purged}:
            self._patterns.forget(meeting_id)
            self.ended(meeting_id)
        for meeting_id in purged:
            self.forget(meeting_id)
        self._cut(self._presence.held_by(revoked))

    def _forget_state(self, meeting_id: int, audience: Audience, before: int, only_scores: bool) -> None:
        self._snapshots.forget(meeting_id, audience, before, only_scores)
        if audience == "team":
            self._heartbeat.heard.word(meeting_id, before)

    def _look_at(self, taken: Sequence[tuple[int, int]], cast: Sequence[Cast], pageless: Collection[int]) -> None:
        for meeting_id in self._patterns.saw(taken, cast, pageless):
            self._send(room_of(meeting_id, "team"), "watch", self._patterns.watch(meeting_id))

    def _is_here(self, seat_id: int) -> bool:
        return self._pages(room_of_seat(seat_id)) > 0

    def _tell_vote(self, seat_id: int, question_id: str, value: int) -> None:
        self._send(room_of_seat(seat_id), "yours", {"set": {"votes": {question_id: value}}})

    def _tell_author(self, seat_id: int, view: View) -> None:
        self._send(room_of_seat(seat_id), "yours", {"set": {"questions": {view["id"]: view}}})

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
                self._tell_author(key[0], view)
