"""Column types and values that several tables share."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, TypeDecorator

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class UtcDateTime(TypeDecorator[datetime]):
    """A moment, always in UTC: SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """On the way in: the same moment in UTC, without a zone."""
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """On the way out: the zone put back."""
        return None if value is None else value.replace(tzinfo=UTC)


def now() -> datetime:
    """The present moment in UTC, to the millisecond (what clients are told is what is stored)."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def new_id() -> str:
    """A public name of 60 random bits: random, because a sequence would betray what is hidden between."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(12))
