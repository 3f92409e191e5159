"""A whole rehearsal: an audience, perhaps a co-moderator, and the time that they have."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from facilitation.errors import Refused
from facilitation.models.seat import MODERATOR
from facilitation.rehearsal.clock import Clock
from facilitation.rehearsal.co_moderator import CoModerator
from facilitation.rehearsal.person import Person
from facilitation.rehearsal.phone import Phone
from facilitation.rehearsal.stock import Decks
from facilitation.rehearsal.tally import Tally
from facilitation.rehearsal.venue import Door, Venue, door_of

# Seconds in which everybody has come, unless the rehearsal is shorter.
_ARRIVALS = 60.0
# Seconds that the last commands may take after the end.
_LEAVING = 20.0

Watch = Callable[[Clock, Tally], None]


@dataclass(frozen=True)
class Plan:
    """Who plays, for how long. The same ``seed`` gives the same people; what they see decides what they do."""

    venue: Venue
    size: int
    languages: dict[str, float] = field(default_factory=lambda: {"en": 1.0})
    seconds: float = 180.0
    moderate: bool = True
    seed: int | None = None


@dataclass
class Outcome:
    """What came of it. ``ended``: the meeting was over before the time was."""

    tally: Tally
    ended: bool = False


async def play(plan: Plan, watch: Watch = lambda _clock, _tally: None) -> Outcome:
    """Play until the time is up; raises Refused, and LineLost where no server answers any more."""
    outcome = Outcome(Tally())
    clock = Clock(plan.seconds)
    async with door_of(plan.venue) as door:
        moderator = await _moderator(door, plan, clock)
        groups = await _groups(door, moderator)
        people = _people(door, plan, clock, outcome.tally)
        async with asyncio.timeout(plan.seconds + _LEAVING):
            try:
                async with asyncio.TaskGroup() as room:
                    watching = room.create_task(_watch(clock, outcome.tally, watch))
                    visits = [room.create_task(person.attend(groups)) for person in people]
                    if moderator:
                        colleague = CoModerator(moderator, clock, outcome.tally, _chance(plan, "moderator"))
                        visits.append(room.create_task(colleague.attend()))
                    await asyncio.wait(visits)
                    watching.cancel()
            except ExceptionGroup as several:
                raise several.exceptions[0] from None
    outcome.ended = clock.stopped
    watch(clock, outcome.tally)
    return outcome


async def wipe(venue: Venue) -> int:
    """Remove what rehearsals left in a meeting: how many questions; raises Refused and LineLost."""
    async with door_of(venue) as door:
        seat, role = await door.take_seat(invite=venue.invite, rehearsal=True)
        if role != MODERATOR:
            raise Refused("command.forbidden", message="")
        before = await door.state(seat)
        await door.command(seat, "rehearsal.wipe")
    return sum(question["rehearsal"] for question in before["questions"].values())


async def _moderator(door: Door, plan: Plan, clock: Clock) -> Phone | None:
    if not plan.moderate:
        return None
    phone = Phone(door, clock.stop)
    await phone.sit_down(invite=plan.venue.invite)
    if phone.role != MODERATOR:
        raise Refused("command.forbidden", message="")
    await phone.arrive()
    return phone


async def _groups(door: Door, moderator: Phone | None) -> list[str]:
    """The groups that this meeting offers, seen by whoever is there first."""
    first = moderator
    if first is None:
        first = Phone(door)
        await first.sit_down()
        await first.arrive()
        await first.leave()
    assert first.store.meeting
    return list(first.store.meeting["settings"]["groups"])


def _people(door: Door, plan: Plan, clock: Clock, tally: Tally) -> list[Person]:
    chance = _chance(plan, "people")
    decks = Decks(_chance(plan, "decks"))
    languages = chance.choices(list(plan.languages), list(plan.languages.values()), k=plan.size)
    span = min(_ARRIVALS, plan.seconds / 3)
    # Many come in the first moments and the last ones late, as in any hall.
    return [
        Person(
            Phone(door, clock.stop),
            language,
            span * (place / plan.size) ** 2,
            clock,
            decks,
            tally,
            _chance(plan, f"person {place}"),
        )
        for place, language in enumerate(languages)
    ]


def _chance(plan: Plan, whose: str) -> Random:
    return Random() if plan.seed is None else Random(f"{plan.seed} {whose}")  # noqa: S311 - no secret


async def _watch(clock: Clock, tally: Tally, watch: Watch) -> None:
    while True:
        watch(clock, tally)
        await asyncio.sleep(0.2)
