"""How a page comes back to a server that was away: read out of its own scripts, so that no test has other numbers."""

from __future__ import annotations

import re

from tests.server import ROOT


def number(script: str, name: str) -> float:
    """The number that one of the page's scripts gives this name; raises AssertionError where it is not there once."""
    found = re.findall(rf"\b{name}\s*[:=]\s*([\d.]+)", (ROOT / "static" / "js" / script).read_text())
    assert len(found) == 1, f"{script} says {len(found)} times what {name} is"
    return float(found[0])


# Seconds until the first attempt, which double with each further one; the most they become; the share that chance adds
# or takes. What they come to for a hall is held to account by tests/js/reconnection.test.mjs.
DELAY = number("socket.js", "reconnectionDelay") / 1000
DELAY_MAX = number("socket.js", "reconnectionDelayMax") / 1000
JITTER = number("socket.js", "randomizationFactor")
# Seconds until the next attempt after a passing refusal, give or take a half.
RETRY = number("connection.js", "RETRY") / 1000
