"""What somebody sees in a real browser: from the moderator's key to the phone and the stage."""

from __future__ import annotations

from typing import Any

from bench.browsers import press_to_screens
from bench.server import running_server


def screens(_long: bool) -> dict[str, Any]:
    """From a fresh server's start to the changed picture."""
    with running_server() as server:
        return {"start_up_s": round(server.start_up, 2)} | press_to_screens(server, lambda: None)
