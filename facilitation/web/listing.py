"""Invitation links as they are listed for the organiser: never with anything that opens them."""

from __future__ import annotations

from typing import Any

from facilitation.engine.views import moment
from facilitation.models import Link
from facilitation.models.columns import now


def as_data(link: Link) -> dict[str, Any]:
    """A link as the API lists it."""
    shown = shown_link(link)
    times = {name: moment(shown[name]) for name in ("expires_at", "used_at", "revoked_at")}
    return {"link": link.id} | {name: shown[name] for name in ("role", "name", "single", "valid")} | times


def shown_link(link: Link) -> dict[str, Any]:
    """A link, whether and why it opens nothing any more, and whether nobody is in by it either."""
    over = link.expires_at is not None and link.expires_at <= now()
    used_up = link.uses_left is not None and link.uses_left < 1
    return {
        "id": link.id,
        "role": link.role,
        "name": link.name,
        "single": link.uses_left is not None,
        "expires_at": link.expires_at,
        "used_at": link.used_at,
        "revoked_at": link.revoked_at,
        "over": over,
        "used_up": used_up,
        "gone": link.revoked_at is not None or over,
        "valid": link.revoked_at is None and not over and not used_up,
    }
