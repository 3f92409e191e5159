"""Removing a meeting for good: for its organiser, and for whoever runs the server."""

from __future__ import annotations

import hmac

import msgspec
from flask import Blueprint, Response

from facilitation.purge.running import operators_proof
from facilitation.room.organisers import check_organiser_of
from facilitation.web import current
from facilitation.web.access import api_actor, bearer
from facilitation.web.security import no_other_sites

purging = Blueprint("purging", __name__)
no_other_sites(purging)


@purging.post("/api/<code:code>/purge")
def purge(code: str) -> Response:
    """Remove the meeting and everything in it; the answer is the receipt."""
    by = None if _is_the_operator(code) else api_actor(code)
    if by:
        check_organiser_of(by)
    return Response(msgspec.json.encode(current.engine().purge(code, by)), mimetype="application/json")


def _is_the_operator(code: str) -> bool:
    wanted = operators_proof(current.config().secret_key, code)
    return hmac.compare_digest((bearer() or "").encode("utf-8", "replace"), wanted.encode())
