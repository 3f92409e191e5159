"""The timeline cut where something else was presented: the meeting in stretches, with what happened in each."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from facilitation.record.items import Items
from facilitation.record.structure import Event, Phase, Stretch
from facilitation.record.unhurried import unhurried


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch begins."""

    at: datetime
    phase: Phase
    item_id: str | None = None


def moments_of(entries: list[Row[Any]]) -> list[Moment]:
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
    """The stretches with their events, which come in order; where nothing was presented or told, there is none."""
    told: list[Stretch] = []
    first = moments[0].at if moments else None
    earlier = events[: _place(events, first)]
    if earlier:
        told.append(Stretch("before", earlier[0].at, earlier, ends=first))
    for place, moment in enumerate(moments):
        ends = moments[place + 1].at if place + 1 < len(moments) else None
        within = events[_place(events, moment.at) : _place(events, ends)]
        if moment.phase == "item" or within:
            told.append(_stretch(moment, ends, within, items, at))
    for stretch in told:
        _count_from(begins, stretch)
    return told


def _place(events: list[Event], at: datetime | None) -> int:
    """Where those begin that happened at this moment or later; without one, the end."""
    return len(events) if at is None else bisect_left(events, at, key=lambda event: event.at)


def _stretch(moment: Moment, ends: datetime | None, events: list[Event], items: Items, at: datetime) -> Stretch:
    stretch = Stretch(moment.phase, moment.at, events, ends=ends)
    if moment.item_id:
        stretch.item = items.presented(moment.item_id)
        stretch.seconds = max(0, round(((ends or at) - moment.at).total_seconds()))
        stretch.going_on = ends is None
        for event in unhurried(events):
            if event.item == moment.item_id:  # goes without saying
                event.item = event.title = None
    return stretch


def _count_from(begins: datetime | None, stretch: Stretch) -> None:
    if begins:
        stretch.offset = round((stretch.begins - begins).total_seconds())
        for event in unhurried(stretch.events):
            event.offset = round((event.at - begins).total_seconds())
