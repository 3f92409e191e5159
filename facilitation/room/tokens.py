"""Seat tokens and link secrets: given out once, kept only as keyed hashes."""

from __future__ import annotations

import hashlib
import hmac
import secrets


def new_token() -> str:
    """A secret of 144 random bits, safe in a URL fragment and a cookie."""
    return secrets.token_urlsafe(18)


def token_hash(key: bytes, token: str) -> bytes:
    """What is stored of a token: a hash under the meeting's own key, of no use without it."""
    return hmac.digest(key, token.encode("utf-8", "replace"), hashlib.sha256)
