"""What a hall of sockets hears of pulses, and when."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import msgspec

from bench.load.line import Line


class Receipts:
    """Notes each pulse's arrival on each line; the listener of all the lines of a measure.

    A pulse is known by its bytes, the same for everybody: it is parsed once, however many hear it.
    """

    def __init__(self) -> None:
        self.arrivals: dict[bytes, list[float]] = defaultdict(list)

    def hear(self, _line: Line, packet: bytes, now: float) -> None:
        """Take in an event."""
        self.arrivals[packet].append(now)

    def pulses(self) -> list[tuple[dict[str, Any], list[float]]]:
        """The pulses so far, in order, with the moments of their arrivals."""
        heard = ((msgspec.json.decode(packet[2:]), moments) for packet, moments in list(self.arrivals.items()))
        return [(message[1], moments) for message, moments in heard if message[0] == "pulse"]


def unheard(_line: Line, _packet: bytes, _now: float) -> None:
    """The listener of lines of which only the answers count."""
