"""What has to follow from the rules of one transaction, noted by the rules and done once by the writer."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.orm import Session


@dataclass(slots=True)
class Aftermath:
    """Notes of one transaction. A note left by a command that was then refused does no harm: all are facts to check.

    ``voted``: questions whose votes have to be counted again. ``votes_cast``: (seat, question, value) of votes that a
    seat gave or took back. ``votes_moved``: the same of votes that an act of the team moved. ``muted``: seats that may
    ask again or no longer, or whose appeal has been made or settled. ``seats_taken``: (seat, meeting) of participants
    who came. ``seats_revoked``: seats whose sockets have to be closed. ``forgotten``: meetings whose participants'
    seats and votes have to go, after the last count. ``purged``: meetings of which nothing is left. ``text_erased``:
    something written was deleted and must leave the write-ahead log as well.
    """

    voted: set[str] = field(default_factory=set)
    votes_cast: list[tuple[int, str, int]] = field(default_factory=list)
    votes_moved: list[tuple[int, str, int]] = field(default_factory=list)
    seats_taken: list[tuple[int, int]] = field(default_factory=list)
    muted: set[int] = field(default_factory=set)
    seats_revoked: set[int] = field(default_factory=set)
    forgotten: set[int] = field(default_factory=set)
    purged: set[int] = field(default_factory=set)
    text_erased: bool = False


def aftermath(db: Session) -> Aftermath:
    """The notes of the running transaction."""
    notes: Aftermath = db.info.setdefault("aftermath", Aftermath())
    return notes
