"""The items as a version may name them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitation.models import Item, Meeting
from facilitation.record.structure import Presented, Version


class Items(dict[str, Item]):
    """A meeting's items by id, removed ones among them; ``names_removed`` is the team's privilege."""

    names_removed: bool = False

    def title(self, item_id: str | None) -> str | None:
        """The title, where there is one that this version tells."""
        item = self.get(item_id or "")
        return item.title if item and self.tells_of(item) else None

    def tells_of(self, item: Item) -> bool:
        """Whether this version names the item: what was taken out of the programme is on no phone any more."""
        return self.names_removed or not item.removed

    def presented(self, item_id: str) -> Presented:
        """The item as something that was presented."""
        item = self[item_id]
        minutes = item.minutes if self.tells_of(item) else None
        return Presented(item.id, item.kind, self.title(item.id), minutes, item.removed)


def items_of(db: Session, meeting: Meeting, version: Version) -> Items:
    """Every item that the meeting has or had."""
    items = Items((item.id, item) for item in db.scalars(select(Item).where(Item.meeting_id == meeting.id)))
    items.names_removed = version == "confidential"
    return items
