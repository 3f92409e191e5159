"""Who is asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from facilitation.models.seat import PARTICIPANT, TEAM


@dataclass(frozen=True, slots=True)
class Actor:
    """A seat in a meeting, as every rule and every door sees it; there is no asking without one."""

    meeting_id: int
    seat_id: int
    role: str = PARTICIPANT
    group: str | None = None
    language: str | None = None
    rehearsal: bool = False

    @property
    def audience(self) -> Literal["everyone", "team"]:
        """Whose view of the meeting this seat gets: ``everyone`` or ``team``."""
        return "team" if self.role in TEAM else "everyone"
