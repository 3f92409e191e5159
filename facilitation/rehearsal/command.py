"""``facilitation rehearse``: play an audience into a meeting, or wipe what rehearsals left there."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import click

from facilitation.config import Config, ConfigError
from facilitation.demo import kept_links
from facilitation.errors import Refused
from facilitation.open_files import room_for
from facilitation.rehearsal.clock import Clock
from facilitation.rehearsal.line import LineLost
from facilitation.rehearsal.play import Outcome, Plan, play, wipe
from facilitation.rehearsal.stock import stock
from facilitation.rehearsal.tally import Tally
from facilitation.rehearsal.venue import NoMeeting, Venue

T = TypeVar("T")

_SAID = {
    "meeting.unknown": "there is no meeting with this code on that server.",
    "meeting.ended": "the meeting has ended. Open it again at the desk, or make another one.",
    "invite.unknown": "the link's secret is not valid, or no longer.",
    "command.forbidden": "this takes a moderator's link; the one given is for another role.",
}


@click.command()
@click.option("--size", default=40, show_default=True, type=click.IntRange(1, 5000), help="How many people come.")
@click.option("--languages", default=",".join(stock()), show_default=True, help="Their languages; en=3,fr weighs them.")
@click.option("--minutes", default=3.0, show_default=True, type=click.FloatRange(0.05, 600), help="How long they stay.")
@click.option("--moderate/--no-moderate", default=True, show_default=True, help="Whether a co-moderator helps.")
@click.option("--meeting", help="A moderator's or participant's link; left out: the demo meeting.")
@click.option("--seed", type=int, help="Play with the same people again.")
@click.option("--wipe", "wiping", is_flag=True, help="Remove what rehearsals left in the meeting, and play nothing.")
def rehearse(
    size: int, languages: str, minutes: float, moderate: bool, meeting: str | None, seed: int | None, wiping: bool
) -> None:
    """Play a simulated audience into a running meeting, to learn the desk or to try the hall's network."""
    venue = _venue(meeting)
    if wiping:
        _wipe(venue)
        return
    if moderate and not venue.invite:
        click.echo("This is a participant's link, so nobody moderates along; give the moderator's link for that.")
        moderate = False
    if room_for(size) < size:
        raise click.ClickException(f"this system does not let one process hold {size} connections; see ulimit -n.")
    _play(Plan(venue, size, _mix(languages), minutes * 60, moderate, seed))


def _play(plan: Plan) -> None:
    tally = Tally()
    length = max(1, round(plan.seconds * 10))  # in tenths of a second, so that a short one moves as well
    with click.progressbar(length=length, label="Rehearsing", item_show_func=lambda now: now or "") as bar:

        def watch(clock: Clock, counts: Tally) -> None:
            tally.clear()
            tally.update(counts)
            bar.update(max(0, round(clock.elapsed * 10) - bar.pos), counts.now())

        try:
            outcome = _run(play(plan, watch), plan.venue)
        except KeyboardInterrupt:
            outcome = Outcome(tally)
            bar.finish()
    if outcome.ended:
        click.echo("The meeting was ended, so everybody went home.")
    click.echo(f"Played: {outcome.tally.closing()}.")
    if plan.moderate or plan.venue.invite:
        click.echo("Remove it all with --wipe (make wipe for the demo meeting).")


def _wipe(venue: Venue) -> None:
    if not venue.invite:
        raise click.ClickException("wiping takes the moderator's link, with the secret after the #.")
    gone = _run(wipe(venue), venue)
    click.echo(f"Removed: {gone} questions of rehearsals, and every seat, vote and decision that came with them.")


def _run(doing: Coroutine[Any, Any, T], venue: Venue) -> T:
    """Run to the end, with failures in words."""
    try:
        return asyncio.run(doing)
    except LineLost:
        raise click.ClickException(
            f"no server answers at {venue.address}. Start one with make run; where it runs on a PORT of its own, "
            "give the same PORT here."
        ) from None
    except TimeoutError:
        raise click.ClickException(f"the server at {venue.address} no longer answers in time.") from None
    except Refused as refusal:
        said = _SAID.get(refusal.code) or refusal.details.get("message") or refusal.code
        raise click.ClickException(said) from None


def _venue(link: str | None) -> Venue:
    if link:
        try:
            return Venue.behind(link)
        except NoMeeting as error:
            raise click.BadParameter(f"{error} does not lead to a meeting.", param_hint="--meeting") from None
    try:
        config = Config.from_environment()
    except ConfigError as error:
        raise click.ClickException(str(error)) from None
    links = kept_links(config)
    if links is None:
        raise click.ClickException("there is no demo meeting yet. Start one with make run, or give a --meeting link.")
    return Venue(config.address, links["code"], links["moderator"])


def _mix(languages: str) -> dict[str, float]:
    """``en=3,fr`` as weights; raises a usage error for a language without texts."""
    mix: dict[str, float] = {}
    for part in filter(None, (part.strip() for part in languages.split(","))):
        language, _, weight = part.partition("=")
        if language not in stock():
            raise click.BadParameter(f"{language}: there are texts in {', '.join(stock())}.", param_hint="--languages")
        try:
            mix[language] = float(weight or 1)
        except ValueError:
            raise click.BadParameter(f"{part}: a weight is a number.", param_hint="--languages") from None
    if not any(weight > 0 for weight in mix.values()):
        raise click.BadParameter("name at least one.", param_hint="--languages")
    return mix
