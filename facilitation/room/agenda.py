"""The programme, live: what is discussed now, and the items before and after it."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.models import Item
from facilitation.models.columns import new_id, now
from facilitation.models.meeting import ENDED
from facilitation.programme.structure import Kind
from facilitation.room.actor import Actor
from facilitation.room.lookup import any_item_of, item_of, meeting_of
from facilitation.room.text import clean, clean_line, is_blank
from facilitation.room.timeline import note

TITLE_LIMIT, TEXT_LIMIT, QUESTION_LIMIT, NAME_LIMIT = 500, 5_000, 1_000, 200
ITEMS_LIMIT, LIST_LIMIT, MINUTES_LIMIT = 200, 30, 24 * 60


class OnItem(msgspec.Struct, forbid_unknown_fields=True):
    """A command about one item."""

    item: str


class AddItem(msgspec.Struct, forbid_unknown_fields=True):
    """A new item; ``position`` counts from 0, left out: at the end."""

    title: str
    kind: Kind = "discussion"
    text: str | None = None
    minutes: int | None = None
    questions: list[str] = []
    speakers: list[str] = []
    position: int | None = None


class EditItem(msgspec.Struct, forbid_unknown_fields=True):
    """Fields of an item to set; what is left out stays."""

    item: str
    title: str | msgspec.UnsetType = msgspec.UNSET
    kind: Kind | msgspec.UnsetType = msgspec.UNSET
    text: str | None | msgspec.UnsetType = msgspec.UNSET
    minutes: int | None | msgspec.UnsetType = msgspec.UNSET
    questions: list[str] | msgspec.UnsetType = msgspec.UNSET
    speakers: list[str] | msgspec.UnsetType = msgspec.UNSET


class MoveItem(msgspec.Struct, forbid_unknown_fields=True):
    """Where an item shall stand; ``position`` counts from 0."""

    item: str
    position: int


def present(db: Session, actor: Actor, order: OnItem) -> None:
    """Make an item the current one: every phone and the stage show it."""
    item = item_of(db, actor, order.item)
    meeting = meeting_of(db, actor)
    if meeting.current == item.id:
        return
    if meeting.state == ENDED:
        raise Refused("meeting.ended")
    meeting.current = item.id
    meeting.presented_at = now()
    note(db, actor, "item.present", item)


def add(db: Session, actor: Actor, order: AddItem) -> dict[str, Any]:
    """Put a new item into the programme."""
    items = _items_in_order(db, actor)
    if len(items) >= ITEMS_LIMIT:
        raise Refused("item.too_many", limit=ITEMS_LIMIT)
    item = Item(meeting_id=actor.meeting_id, id=new_id(), position=len(items))
    _set_fields(item, order)
    db.add(item)
    _place(items, item, len(items) if order.position is None else order.position)
    note(db, actor, "item.add", item)
    return {"item": item.id}


def edit(db: Session, actor: Actor, order: EditItem) -> None:
    """Correct an item's words."""
    _set_fields(item_of(db, actor, order.item), order)


def move(db: Session, actor: Actor, order: MoveItem) -> None:
    """Put an item at another place in the programme."""
    item = item_of(db, actor, order.item)
    others = [other for other in _items_in_order(db, actor) if other is not item]
    _place(others, item, order.position)


def remove(db: Session, actor: Actor, order: OnItem) -> None:
    """Take an item out of the programme; what was asked under it stays. Removed already is fine."""
    item = any_item_of(db, actor, order.item)
    if item.removed:
        return
    item.removed = True
    meeting = meeting_of(db, actor)
    if meeting.current == item.id:
        meeting.current = meeting.presented_at = None
    for position, other in enumerate(other for other in _items_in_order(db, actor) if other is not item):
        other.position = position
    note(db, actor, "item.remove", item)


def restore(db: Session, actor: Actor, order: OnItem) -> None:
    """Put a removed item back where it stood; what was asked under it is under it again."""
    item = any_item_of(db, actor, order.item)
    if not item.removed:
        return
    others = _items_in_order(db, actor)
    item.removed = False
    _place(others, item, item.position)
    note(db, actor, "item.restore", item)


def _items_in_order(db: Session, actor: Actor) -> list[Item]:
    db.flush()
    standing = select(Item).where(Item.meeting_id == actor.meeting_id, Item.removed.is_(False))
    return list(db.scalars(standing.order_by(Item.position, Item.id)))


def _place(others: list[Item], item: Item, position: int) -> None:
    others.insert(max(0, min(position, len(others))), item)
    for place, each in enumerate(others):
        each.position = place


def _set_fields(item: Item, order: AddItem | EditItem) -> None:
    if order.title is not msgspec.UNSET:
        item.title = clean(order.title, TITLE_LIMIT, "item")
    if order.kind is not msgspec.UNSET:
        item.kind = order.kind
    if order.text is not msgspec.UNSET:
        item.text = None if order.text is None or is_blank(order.text) else clean(order.text, TEXT_LIMIT, "item")
    if order.minutes is not msgspec.UNSET:
        if order.minutes is not None and not 0 < order.minutes <= MINUTES_LIMIT:
            raise Refused("item.bad_minutes", limit=MINUTES_LIMIT)
        item.minutes = order.minutes
    if order.questions is not msgspec.UNSET:
        item.questions = _lines(order.questions, QUESTION_LIMIT)
    if order.speakers is not msgspec.UNSET:
        item.speakers = _lines(order.speakers, NAME_LIMIT)


def _lines(lines: list[str], limit: int) -> list[str]:
    if len(lines) > LIST_LIMIT:
        raise Refused("item.too_many", limit=LIST_LIMIT)
    return [kept for line in lines if (kept := clean_line(line, limit, "item"))]
