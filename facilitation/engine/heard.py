"""Whether this process heard of every change that is stored, or the word of one was lost on the way."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Followed:
    heard: set[int] = field(default_factory=set)
    checked: int | None = None
    stored: int = 0


class Heard:
    """The changes of the meetings that are followed here; each commit makes one revision of the team's.

    A process that is killed between its commit and its word tells nobody. Nor does one whose database went away during
    a commit, and which cannot know that it was done.
    """

    def __init__(self) -> None:
        self._followed: dict[int, _Followed] = {}

    def follow(self, meeting_ids: Collection[int]) -> None:
        """Follow these meetings, and no others."""
        self._followed = {id_: self._followed.get(id_) or _Followed() for id_ in meeting_ids}

    def word(self, meeting_id: int, before: int) -> None:
        """There was word of a commit; ``before`` was the team's revision until then."""
        followed = self._followed.setdefault(meeting_id, _Followed())
        if followed.checked is None:  # nothing was told here before the first word
            followed.checked = followed.stored = before
        followed.heard.add(before + 1)

    def missed(self, meeting_id: int, stored: int) -> bool:
        """Whether there is still no word of something that was stored already when this was asked the last time."""
        followed = self._followed.setdefault(meeting_id, _Followed())
        checked = stored if followed.checked is None else followed.stored
        before = checked if followed.checked is None else followed.checked
        known = followed.heard.issuperset(range(before + 1, checked + 1))
        followed.heard = {revision for revision in followed.heard if revision > checked}
        followed.checked, followed.stored = checked, stored
        return not known
