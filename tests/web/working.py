"""Working for what a door asks for, as a browser's script or a client of the API does."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from facilitation.rehearsal.work import solved

ASKED = 429


def proof(salt: str, bits: int) -> str:
    """The proof of a puzzle."""
    return asyncio.run(solved(salt, bits))


def proof_for(answer: Any) -> str:
    """The proof that a refused request asks for."""
    assert answer.status_code == ASKED, answer.status_code
    salt, _, bits = answer.headers["X-Work"].partition(" ") if "X-Work" in answer.headers else ("", "", "")
    if not salt:
        error = answer.get_json()["error"]
        salt, bits = error["salt"], error["bits"]
    return proof(salt, int(bits))


def field(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]
