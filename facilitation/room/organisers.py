"""Letting the organiser in: who has proved the passphrase, and changing what proves it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Meeting, Seat
from facilitation.models.columns import now
from facilitation.models.seat import ORGANISER
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.codes import read_code
from facilitation.room.lookup import meeting_of
from facilitation.room.one_time_codes import is_secret, step_of
from facilitation.room.tokens import new_token, token_hash

_MEETING = Meeting.__table__.c


@dataclass(frozen=True, slots=True)
class Lock:
    """What opens a meeting for its organiser: the passphrase's hash, and the secret of one-time codes where it has one.

    ``last`` is the last step of these that was used.
    """

    meeting_id: int
    passphrase: str | None
    totp: str | None
    last: int | None


def lock_of(db: Session, code: str) -> Lock | None:
    """What opens the meeting with this code, or None where there is no such meeting."""
    columns = (_MEETING.id, _MEETING.passphrase, _MEETING.totp, _MEETING.totp_step)
    row = db.execute(select(*columns).where(_MEETING.code == read_code(code))).one_or_none()
    return Lock(*row) if row else None


def sign_in(db: Session, opened: Lock, step: int | None, language: str | None) -> str:
    """A seat for who has opened this lock: its token. It may have been changed since, or opened with the same code."""
    meeting = db.get(Meeting, opened.meeting_id)
    if meeting is None or (meeting.passphrase, meeting.totp) != (opened.passphrase, opened.totp):
        raise Refused("passphrase.wrong")
    if step is not None:
        if meeting.totp_step is not None and meeting.totp_step >= step:
            raise Refused("passphrase.wrong")
        meeting.totp_step = step
    token = new_token()
    proof = token_hash(meeting.team_key, token)
    db.add(Seat(meeting_id=meeting.id, token_hash=proof, role=ORGANISER, language=language))
    return token


def renew_hash(db: Session, opened: Lock, passphrase: str) -> None:
    """Keep the same passphrase by a hash of today's strength."""
    meeting = db.get(Meeting, opened.meeting_id)
    if meeting and meeting.passphrase == opened.passphrase:
        meeting.passphrase = passphrase


def change_passphrase(db: Session, actor: Actor, before: str, passphrase: str) -> None:
    """Another passphrase (a hash), in place of the one ``before``; who came in by that one has to come in again."""
    meeting = _own(db, actor)
    if meeting.passphrase != before:
        raise Refused("passphrase.wrong")
    meeting.passphrase = passphrase
    others = select(Seat).where(Seat.meeting_id == meeting.id, Seat.role == ORGANISER, Seat.id != actor.seat_id)
    for seat in db.scalars(others):
        seat.revoked = True
        aftermath(db).seats_revoked.add(seat.id)


def turn_codes_on(db: Session, actor: Actor, secret: str, typed: str) -> None:
    """Ask for a one-time code from now on; the first proves that the app has the secret."""
    meeting = _own(db, actor)
    step = step_of(secret, typed, now(), None) if is_secret(secret) and meeting.totp is None else None
    if step is None:
        raise Refused("one_time_code.wrong")
    meeting.totp, meeting.totp_step = secret, step


def turn_codes_off(db: Session, actor: Actor, typed: str) -> None:
    """Ask for none any more; it takes one that was not used yet."""
    meeting = _own(db, actor)
    if meeting.totp is None or step_of(meeting.totp, typed, now(), meeting.totp_step) is None:
        raise Refused("one_time_code.wrong")
    meeting.totp = meeting.totp_step = None
    aftermath(db).text_erased = True


def check_organiser_of(actor: Actor) -> None:
    """Refuse who is not the organiser of the meeting they sit in."""
    if actor.role != ORGANISER:
        raise Refused("command.forbidden")


def _own(db: Session, actor: Actor) -> Meeting:
    check_organiser_of(actor)
    return meeting_of(db, actor)
