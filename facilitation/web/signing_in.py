"""The organiser's proof at the door: a passphrase, and a one-time code where the meeting asks for it.

Whatever is wrong is refused in one and the same way: no meeting, no passphrase, another one, an old code. Who has not
the passphrase is refused after the same work, whatever there is; for who has it, a one-time code is looked at as well.
"""

from __future__ import annotations

import msgspec

from facilitation.db import reading
from facilitation.errors import Refused
from facilitation.models.columns import now
from facilitation.room import organisers
from facilitation.room.actor import Actor
from facilitation.room.languages import clean_language
from facilitation.room.one_time_codes import step_of
from facilitation.room.passphrases import hashed, is_outdated, new_passphrase, own_passphrase, proves
from facilitation.web import current
from facilitation.web.payment import Payment

# What counts as a wrong guess: also one that was not looked at, since the code before it was wrong.
WRONG = frozenset({"passphrase.wrong", "seat.too_fast"})


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """What the organiser brings."""

    passphrase: str
    one_time_code: str | None = None
    language: str | None = None


def sign_in(code: str, brought: SignIn, payment: Payment) -> str:
    """A seat for the organiser: its token; raises Refused.

    "passphrase.wrong" whatever is wrong; "work.needed" after many wrong ones; and for who has the passphrase,
    "seat.too_fast" after a few wrong one-time codes.
    """
    language = clean_language(brought.language)
    with current.toll().proof(payment, WRONG, current.proving().guesses), current.proving().one():
        opened, step = _opened(code, brought.passphrase, brought.one_time_code)
        token = current.engine().sign_in(opened, step, language)
        if opened.passphrase and is_outdated(opened.passphrase):
            current.engine().renew_hash(opened, hashed(brought.passphrase))
    return token


def first_passphrase() -> tuple[str, str]:
    """A new passphrase and its hash."""
    passphrase = new_passphrase()
    with current.proving().one():
        return passphrase, hashed(passphrase)


def change_passphrase(code: str, actor: Actor, present: str, own: str) -> str:
    """Replace the passphrase by one's ``own``, or by seven new words where that is blank: the one that holds now."""
    organisers.check_organiser_of(actor)
    passphrase = own_passphrase(own) if own.strip() else new_passphrase()
    try:
        with current.proving().in_seat(actor.meeting_id):
            lock = _lock(code)
            kept = lock.passphrase if lock else None
            if not proves(kept, present) or kept is None:
                raise Refused("passphrase.wrong")
            proof = hashed(passphrase)
            current.engine().change(actor, lambda db, actor: organisers.change_passphrase(db, actor, kept, proof))
    except Refused as refusal:
        if refusal.code == "passphrase.wrong":  # whoever asks is inside already and need not be kept guessing
            raise Refused("passphrase.not_yours") from refusal
        raise
    return passphrase


def turn_codes_on(actor: Actor, secret: str, typed: str) -> None:
    """Ask the organiser for one-time codes from now on."""
    with current.proving().in_seat(actor.meeting_id):
        current.engine().change(actor, lambda db, actor: organisers.turn_codes_on(db, actor, secret, typed))


def turn_codes_off(actor: Actor, typed: str) -> None:
    """Ask the organiser for none any more."""
    with current.proving().in_seat(actor.meeting_id):
        current.engine().change(actor, lambda db, actor: organisers.turn_codes_off(db, actor, typed))


def _lock(code: str) -> organisers.Lock | None:
    with reading(current.engine().database) as db:
        return organisers.lock_of(db, code)


def _opened(code: str, passphrase: str, one_time_code: str | None) -> tuple[organisers.Lock, int | None]:
    lock = _lock(code)
    right = proves(lock.passphrase if lock else None, passphrase)
    if not right or lock is None or (lock.totp and not one_time_code):
        raise Refused("passphrase.wrong")
    if lock.totp is None:
        return lock, None
    # Who has the passphrase may try few: of six digits, there are not enough to let a machine try.
    with current.proving().codes.of(lock.meeting_id).taking(WRONG):
        step = step_of(lock.totp, one_time_code or "", now(), lock.last)
        if step is None:
            raise Refused("passphrase.wrong")
    return lock, step
