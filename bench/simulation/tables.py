"""The tables of docs/scale.md, as Markdown."""

from __future__ import annotations

from math import ceil
from typing import Any

from bench.origin import origins
from bench.parts.two import HALL
from bench.process import ROOT
from bench.simulation.costs import CONNECTIONS, PATIENCE, Assumed, Costs
from bench.simulation.found import duration
from bench.simulation.lock import Terms, vote
from bench.simulation.read import READ, costs
from bench.simulation.scenarios import everything, terms
from bench.simulation.site import SIZES, Site, alone, site

PAGE = ROOT / "docs" / "scale.md"
FROM, TO = "<!-- figures: written by python -m bench.simulate -->", "<!-- end of figures -->"
PARTS = ("process", "database", "queue", "nginx", "line", "the meeting's lock")


def write(raw: dict[str, Any]) -> None:
    """Replace what stands between the marks of the page."""
    before, _, rest = PAGE.read_text().partition(FROM)
    PAGE.write_text(f"{before}{FROM}\n\n{tables(raw)}\n{TO}{rest.partition(TO)[2]}")


def tables(raw: dict[str, Any]) -> str:
    """All that stands between the marks."""
    assumed = Assumed()
    measured = costs(raw, assumed)
    bears = alone(measured, assumed)
    sites = [site(people, measured, assumed, min(bears.values())) for people in SIZES]
    run = raw | {"measures": {name: raw["measures"][name] for name in READ}}
    return "\n\n".join(
        [
            f"Reckoned from {'; '.join(origins(run))}; on {raw['machine']['processor']}.",
            "### What was measured\n\n" + _measured(measured, sites[0]),
            "### What one process bears, on one core\n\n" + _alone(bears),
            "### What a site needs\n\n" + _sites(sites),
            *(f"### {each.people:,} people, {_count(each.processes, 'process')}\n\n" + _found(each) for each in sites),
            "",
        ]
    )


def _measured(costs: Costs, one: Site) -> str:
    shares = {
        "somebody new: two pages, seat, files, line, join": costs.arrival,
        "somebody back: line, join; 300 questions open": costs.back,
        "a join over a line that is open": costs.join,
        "a frame to a phone": costs.delivery,
        "a pulse, for each process that serves the meeting": costs.pulse,
        "a vote, in a burst": costs.vote,
    }
    rows = [
        (
            what,
            *(_microseconds(seconds) if seconds else "" for seconds in (each.process, each.database, each.nginx)),
        )
        + (f"{each.bytes / 1000:,.3g} KB" if each.bytes else "",)
        for what, each in shares.items()
    ]
    both = terms(one)
    most = both.batch / (both.itself + both.batch * both.each + costs.handover)
    others = [
        ("a vote that another process stored", f"{_microseconds(costs.vote_elsewhere)} of each process"),
        (
            "a hint, to each process",
            f"{_microseconds(costs.hint)} of it, {_microseconds(costs.queue_passed_on)} of the queue",
        ),
        ("a second of silence", f"{costs.idle * 1e6:.3g} µs of a process for each phone"),
        ("a meeting's lock, for a transaction of votes", _lock(costs)),
        ("… so of one meeting at most", f"{most:,.0f} votes a second, until many are counted"),
        (
            "a heartbeat's look for revoked seats",
            f"{costs.revoked * 1e3 * 100_000:.3g} ms for each 100,000 seats and process",
        ),
        ("memory", _memory(costs)),
        *_whole(costs, both),
    ]
    head = ("", "process", "database", "nginx", "on the line")
    return _table(head, rows) + "\n\n" + _table(("what else", "figure"), others)


def _whole(costs: Costs, terms: Terms) -> list[tuple[str, ...]]:
    """How near the reckoning comes to what was measured as a whole."""
    reckoned = HALL / vote([[0.0] * HALL], terms).last
    told = costs.pulse.process + costs.whole_sockets * costs.delivery.process
    return [
        (
            f"{HALL:,} votes at once at one process",
            f"reckoned {reckoned:,.0f} a second, measured {costs.whole_votes:,.0f}",
        ),
        (
            f"a pulse to {costs.whole_sockets:,} sockets of one process",
            f"reckoned {duration(told)} to the last, measured p99 {duration(costs.whole_pulse)} (on SQLite)",
        ),
    ]


def _microseconds(seconds: float) -> str:
    if seconds <= 0:
        return "too little to measure"
    return f"{seconds * 1e6:,.0f} µs" if seconds >= 1e-4 else f"{seconds * 1e6:.3g} µs"


def _lock(costs: Costs) -> str:
    return (
        f"{costs.transaction * 1e3:.3g} ms, {costs.transaction_vote * 1e3:.3g} ms more for each vote in it, "
        f"{costs.transaction_counted * 1e9:.3g} ns for each counted before; "
        f"{_microseconds(costs.handover)} to the next; who waits for longer than {PATIENCE:g} s is refused"
    )


def _memory(costs: Costs) -> str:
    return (
        f"{costs.process_memory / 1024:.3g} KB a phone in its process, {costs.nginx_memory / 1024:.3g} KB in nginx; "
        f"{costs.connection_memory / 1024**2:.3g} MB for each of a process's {CONNECTIONS} connections in PostgreSQL"
    )


def _alone(bears: dict[str, int]) -> str:
    rows = [(f"people who {what}", f"{people:,}") for what, people in bears.items()]
    return _table(("what is asked", "people"), rows)


def _sites(sites: list[Site]) -> str:
    rows = [
        (
            f"{each.people:,}",
            f"{each.processes:,}",
            f"{each.share:,}",
            str(each.fronts),
            f"{CONNECTIONS * each.processes:,}",
            f"{each.people * each.costs.process_memory / 1024**3:.2g} GB",
            f"{each.people * each.costs.nginx_memory / 1024**3:.2g} GB",
            f"{ceil(each.people * each.costs.delivery.bytes * 8 / 1e6):,} Mbit",
        )
        for each in sites
    ]
    head = ("people", "processes", "at each", "machines of nginx", "connections of PostgreSQL")
    return _table((*head, "memory of phones", "… in nginx", "one pulse to all"), rows)


def _found(each: Site) -> str:
    rows = []
    for found in everything(each):
        used = tuple(_share(found.used.get(part)) for part in PARTS)
        rows.append((found.scenario, found.outcome, *used, found.first if found.used[found.first] > 1 else "–"))
    return _table(("what happens", "what comes of it", *PARTS, "breaks first"), rows)


def _share(used: float | None) -> str:
    if used is None:
        return ""
    return f"**{used:,.0%}**" if used > 1 else f"{used:.0%}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}es"


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |".replace("|  |", "| |") for line in lines)
