"""What was planned."""

from __future__ import annotations

import msgspec

from facilitation.models import Item, Meeting
from facilitation.programme import structure
from facilitation.programme.structure import Programme
from facilitation.record.items import Items
from facilitation.record.structure import Version


def planned(meeting: Meeting, items: Items, version: Version) -> Programme:
    """The programme: for the team as it was planned, for everybody in the words of now.

    A name that was corrected away, or an item that was taken out, must not come back through the public record.
    """
    programme = msgspec.convert(meeting.programme, Programme)
    programme.warnings = []  # these are about reading the text, and quote it
    if version == "public":
        programme.title = meeting.title
        rows = [(entry, items.get(entry.id)) for entry in programme.items]
        programme.items = [_in_words_of_now(entry, row) for entry, row in rows if row and not row.removed]
    return programme


def _in_words_of_now(entry: structure.Item, row: Item) -> structure.Item:
    return structure.Item(
        id=entry.id,
        kind=row.kind,  # type: ignore[arg-type]  # a column of text; only kinds are ever stored
        minutes=entry.minutes,
        title=row.title,
        text=row.text,
        questions=list(row.questions),
        speakers=list(row.speakers),
    )
