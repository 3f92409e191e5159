"""One-time codes beside the passphrase (TOTP): six digits that an app shows, each good for one time alone."""

from __future__ import annotations

import hmac
from datetime import datetime

import pyotp

# Steps of 30 s before and after the present one that are taken as well: phones' clocks differ.
EITHER_SIDE = 1


def new_secret() -> str:
    """A secret to share with an app (160 bits, base32)."""
    return pyotp.random_base32()


def is_secret(text: str) -> bool:
    """Whether this could have come from ``new_secret``."""
    return len(text) == 32 and all(letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" for letter in text)


def address(secret: str, meeting: str) -> str:
    """What the QR code for the app holds; ``meeting`` is what the app calls it."""
    return pyotp.TOTP(secret).provisioning_uri(name=meeting, issuer_name="Facilitation")


def step_of(secret: str, typed: str, at: datetime, last: int | None) -> int | None:
    """The step whose code was typed, or None: it is wrong, too old or too new, or no later than the ``last`` used."""
    code, totp = "".join(typed.split()), pyotp.TOTP(secret)
    present = totp.timecode(at)
    right = None
    for step in range(present - EITHER_SIDE, present + EITHER_SIDE + 1):
        is_this = hmac.compare_digest(totp.generate_otp(step).encode(), code.encode("utf-8", "replace"))
        if is_this and (last is None or step > last):
            right = step
    return right
