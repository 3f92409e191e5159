"""The transcript as JSON, with times as the protocol writes them."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import msgspec

from facilitation.record.structure import Transcript
from facilitation.record.unhurried import unhurried


def as_json(transcript: Transcript) -> bytes:
    """UTF-8, indented, for programs and for people who look inside."""
    # msgspec writes a moment with as many digits as it has; phones know each with three, and compare texts.
    plain = msgspec.to_builtins(transcript, builtin_types=(datetime,))
    pieces = json.JSONEncoder(default=_moment, ensure_ascii=False, indent=2).iterencode(plain)
    return "".join(unhurried(pieces)).encode() + b"\n"


def _moment(value: object) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"not JSON: {type(value).__name__}")
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
