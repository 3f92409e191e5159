"""What happens to a site, and what each of its parts has to bear then."""

from __future__ import annotations

from random import Random

from bench.simulation import lock
from bench.simulation.costs import AGAIN, BACK, JOINING, PATIENCE, PAUSE, VOTES, Share
from bench.simulation.found import Found, duration, volume
from bench.simulation.site import EASY, HURRY, RETURNED, SHOWN, Site
from bench.simulation.stations import Done, Group, Station, percentile, run
from bench.simulation.steady import small, steady

# Frames that a process writes before others get their turn; seconds within which everybody votes; groups in which
# people come at most, one by one where they are no more.
CHUNK, VOTING, GROUPS = 500, 10.0, 20_000


def everything(site: Site) -> list[Found]:
    """All scenarios."""
    return [
        joins(site, HURRY, "all come within 60 s"),
        joins(site, EASY, "all come within 5 minutes"),
        presented(site),
        votes(site),
        back(site),
        again(site),
        steady(site),
        small(site, by_meeting=False),
        small(site, by_meeting=True),
    ]


def joins(site: Site, lasts: float, name: str) -> Found:
    """Page, seat, room, files, line, join."""
    done, used = _crowd(site, site.costs.arrival, (0.0, lasts), lasts)
    return Found(name, f"99 of 100 in after {duration(percentile(done, 0.99))}", used)


def back(site: Site) -> Found:
    """Every line is cut at once, and each phone tries again at a moment of its own."""
    done, used = _crowd(site, site.costs.back, BACK, RETURNED)
    last = max(each.at for each in done)
    late = sum(each.people for each in done if each.took > JOINING) / site.people
    tried = f"; {late:.0%} have lost patience before and tried again, which is not in it" if late else ""
    return Found("all lines are cut, all come back", f"the last after {duration(last)}{tried}", used)


def again(site: Site) -> Found:
    """The message queue was away: every phone asks for the whole state, over the line that it has."""
    done, used = _crowd(site, site.costs.join, (0.0, AGAIN), AGAIN)
    return Found(
        "the queue was away, all join again", f"the last after {duration(max(each.at for each in done))}", used
    )


def presented(site: Site) -> Found:
    """One commit, a hint to each process, a read by each, a frame to each phone."""
    processes, database, nginx, line = site.stations()
    costs, queue = site.costs, Station("queue")
    told = queue.serve(0.0, costs.queue_taken)
    groups = []
    for process in processes:
        told = queue.serve(told, costs.queue_passed_on)
        read = database.serve(process.serve(told, costs.hint + costs.pulse.process), costs.pulse.database)
        for begin in range(0, site.share, CHUNK):
            people = min(CHUNK, site.share - begin)
            works = (costs.delivery.process, costs.delivery.nginx, site.seconds(costs.delivery.bytes))
            route = tuple(zip((process, nginx, line), (work * people for work in works), strict=True))
            groups.append(Group(read, people, route))
    last = max(each.at for each in run(groups))
    size = site.people * costs.delivery.bytes
    used = _used((*processes[:1], database, queue, nginx, line), SHOWN)
    return Found("a question is presented", f"on the last phone after {duration(last)}; {volume(size)}", used)


def votes(site: Site) -> Found:
    """Everybody votes once on the same question, within ten seconds."""
    costs, chosen = site.costs, Random(7)
    arrivals: list[list[float]] = [[] for _ in range(site.processes)]
    for _ in range(site.people):
        arrivals[int(chosen.random() * site.processes)].append(chosen.random() * VOTING)
    both = terms(site)
    outcome = lock.vote([sorted(moments) for moments in arrivals], both)
    lasted = max(VOTING, outcome.last)
    waits = sorted(outcome.waits)
    process = site.share * costs.vote.process + site.people * (1 - 1 / site.processes) * costs.vote_elsewhere
    hints = len(outcome.batches) * (costs.queue_taken + site.processes * costs.queue_passed_on)
    least = site.people * ((both.itself + both.handover) / both.batch + both.each)
    least += both.counted * site.people**2 / (2 * both.batch)
    used = {
        "process": process / VOTING,
        "database": site.people * costs.vote.database / VOTING / site.assumed.database_cores,
        "queue": hints / VOTING,
        "line": site.seconds(site.people * costs.vote.bytes) / VOTING,
        "the meeting's lock": least / VOTING,
    }
    again = f"; {outcome.again / site.people:.1f} refusals for each vote, sent again" if outcome.again else ""
    words = f"all counted after {duration(lasted)}, half after {duration(waits[len(waits) // 2])} each, "
    return Found("all vote within 10 s", f"{words}the last {duration(waits[-1])}{again}", used)


def terms(site: Site) -> lock.Terms:
    """What a transaction of votes takes at this site."""
    costs = site.costs
    return lock.Terms(
        itself=costs.transaction,
        each=costs.transaction_vote,
        counted=costs.transaction_counted,
        handover=costs.handover if site.processes > 1 else 0.0,
        own=max(0.0, costs.vote.process - costs.transaction_own),
        others=costs.vote_elsewhere,
        batch=VOTES,
        patience=PATIENCE,
        pause=PAUSE,
    )


def _crowd(site: Site, share: Share, between: tuple[float, float], lasts: float) -> tuple[list[Done], dict[str, float]]:
    """Everybody does the same, each at a moment between two: through nginx to a process, the database, and back."""
    processes, database, nginx, line = site.stations()
    chosen, groups = Random(7), []
    people = max(1, site.people // GROUPS)
    works = (share.nginx, share.process, share.database, site.seconds(share.bytes))
    for number in range(site.people // people):
        stations = (nginx, processes[number % site.processes], database, line)
        route = tuple((station, work * people) for station, work in zip(stations, works, strict=True))
        groups.append(Group(chosen.uniform(*between), people, route))
    done = run(groups)
    fullest = max(processes, key=lambda each: each.work)
    return done, _used((fullest, database, nginx, line), lasts)


def _used(stations: tuple[Station, ...], within: float) -> dict[str, float]:
    return {station.name: station.used(within) for station in stations}
