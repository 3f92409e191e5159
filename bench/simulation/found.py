"""What a scenario comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A scenario's outcome in words, and how much of each part it takes: 1 is all that there is."""

    scenario: str
    outcome: str
    used: dict[str, float]

    @property
    def first(self) -> str:
        """The part that is used most."""
        return max(self.used, key=lambda part: self.used[part])


def duration(seconds: float) -> str:
    """A time in words."""
    return (
        f"{seconds * 1000:.0f} ms"
        if seconds < 1
        else f"{seconds:.1f} s"
        if seconds < 100
        else f"{seconds / 60:.1f} min"
    )


def volume(size: float) -> str:
    """So many bytes in words."""
    return f"{size / 1e6:,.3g} MB" if size < 1e9 else f"{size / 1e9:,.3g} GB"
