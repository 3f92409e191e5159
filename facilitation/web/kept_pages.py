"""Pages that are the same for many, rendered once: a hall opens one address within a minute."""

from __future__ import annotations

import re
import secrets
import uuid
from collections import OrderedDict
from collections.abc import Callable, Hashable

# Pages kept: a few languages of as many meetings as begin at the same time.
_LIMIT = 256
# What stands for each one's own while a page is rendered for all. Nobody can type it, since nobody knows it.
_GAP = secrets.token_hex(16)
CSRF, SEAT_MARK, ID = (f"{name}-{_GAP}" for name in ("csrf", "mark", "id"))
_GAPS = re.compile(f"({CSRF}|{SEAT_MARK}|{ID})")


class KeptPages:
    """Pages by what they are of, each until that changes; the one that nobody opened for longest goes first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[int, str]] = OrderedDict()

    def page(self, of: Hashable, revision: int, render: Callable[[], str]) -> str:
        """The page of something at a revision."""
        kept = self._kept.get(of)
        if kept is None or kept[0] != revision:
            kept = self._kept[of] = (revision, render())
        self._kept.move_to_end(of)
        while len(self._kept) > _LIMIT:
            self._kept.popitem(last=False)
        return kept[1]

    def forget(self, meeting_id: int) -> None:
        """Let go of the pages of a meeting, in whatever language."""
        for of in [of for of in self._kept if isinstance(of, tuple) and of[1] == meeting_id]:
            self._kept.pop(of, None)


class SharedPage:
    """A page rendered with gaps; what fills them is each one's own: what proves its forms, and each form's name."""

    def __init__(self, rendered: str) -> None:
        self._pieces = _GAPS.split(rendered)

    def filled(self, csrf: str, seat_mark: str) -> str:
        """The page for one seat."""
        own, page = {CSRF: csrf, SEAT_MARK: seat_mark}, uuid.uuid4().hex
        pieces = self._pieces.copy()
        for place in range(1, len(pieces), 2):
            pieces[place] = own.get(pieces[place]) or f"{page}-{place}"
        return "".join(pieces)
