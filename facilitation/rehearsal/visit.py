"""How a simulated visit ends: the rehearsal is over, the meeting has ended, or a wipe took the seats away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from facilitation.errors import Refused
from facilitation.rehearsal.clock import Over

_OVER = ("meeting.ended", "seat.unknown")


@contextmanager
def until_over() -> Iterator[None]:
    """Do what is inside, and leave it quietly when the visit ends; every other refusal goes on."""
    try:
        yield
    except Over:
        pass
    except Refused as refusal:
        if not ends(refusal):
            raise


def ends(refusal: Refused) -> bool:
    """Whether nothing more can be done after this refusal."""
    return refusal.code in _OVER
