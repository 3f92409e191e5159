"""The timeline cut where something else was presented: the meeting in stretches, with what happened in each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from facilitation.models import Entry
from facilitation.record.items import Items
from facilitation.record.structure import Event, Phase, Stretch


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch begins."""

    at: datetime
    phase: Phase
    item_id: str | None = None


def moments_of(entries: list[Entry]) -> list[Moment]:
    """Where stretches begin. A meeting opened again after its end goes on with what it had presented."""
    moments: list[Moment] = []
    current: str | None = None
    ended = False
    for entry in entries:
        if entry.what == "item.present":
            current = entry.item_id
            if not ended:
                moments.append(Moment(entry.at, "item", current))
        elif entry.what == "item.remove" and entry.item_id == current:
            current = None
            if not ended:
                moments.append(Moment(entry.at, "between"))
        elif entry.what == "meeting.end":
            ended = True
            moments.append(Moment(entry.at, "after"))
        elif entry.what == "meeting.open" and ended:
            ended = False
            moments.append(Moment(entry.at, "item" if current else "between", current))
    return moments


def stretches(
    moments: list[Moment], events: list[Event], items: Items, begins: datetime | None, at: datetime
) -> list[Stretch]:
    """The stretches with their events; those in which nothing was presented or told are left out."""
    told: list[Stretch] = []
    first = moments[0].at if moments else at
    earlier = [event for event in events if not moments or event.at < first]
    if earlier:
        told.append(Stretch("before", earlier[0].at, earlier, ends=first if moments else None))
    for place, moment in enumerate(moments):
        ends = moments[place + 1].at if place + 1 < len(moments) else None
        within = [event for event in events if moment.at <= event.at and (ends is None or event.at < ends)]
        if moment.phase == "item" or within:
            told.append(_stretch(moment, ends, within, items, at))
    for stretch in told:
        _count_from(begins, stretch)
    return told


def _stretch(moment: Moment, ends: datetime | None, events: list[Event], items: Items, at: datetime) -> Stretch:
    stretch = Stretch(moment.phase, moment.at, events, ends=ends)
    if moment.item_id:
        stretch.item = items.presented(moment.item_id)
        stretch.seconds = max(0, round(((ends or at) - moment.at).total_seconds()))
        stretch.going_on = ends is None
        for event in events:
            if event.item == moment.item_id:  # goes without saying
                event.item = event.title = None
    return stretch


def _count_from(begins: datetime | None, stretch: Stretch) -> None:
    if begins:
        stretch.offset = round((stretch.begins - begins).total_seconds())
        for event in stretch.events:
            event.offset = round((event.at - begins).total_seconds())
