"""What goes on for hours: rates, and what they take of each part."""

from __future__ import annotations

from math import ceil

from bench.simulation.costs import HEARTBEAT
from bench.simulation.found import Found
from bench.simulation.site import Site


def steady(site: Site) -> Found:
    """Hours of it: pings, heartbeats, and scores as often as their pace lets them go."""
    costs, rate = site.costs, site.costs.pulses_per_second
    beats = site.processes / HEARTBEAT
    used = {
        "process": site.share * (costs.idle + rate * costs.delivery.process) + rate * costs.pulse.process,
        "database": (site.processes * rate * costs.pulse.database + beats * site.people * costs.revoked)
        / site.assumed.database_cores,
        "queue": (beats + rate) * (costs.queue_taken + site.processes * costs.queue_passed_on),
        "nginx": site.people * rate * costs.delivery.nginx / (site.fronts * site.assumed.nginx_cores),
        "line": site.seconds(site.people * rate * costs.delivery.bytes),
    }
    bits = site.people * rate * costs.delivery.bytes * 8
    return Found("scores change all the time", f"{bits / 1e9:.3g} Gbit/s", used)


def small(site: Site, by_meeting: bool) -> Found:
    """As many people, in small meetings: each process serves nearly all of them, or each meeting has one process."""
    costs, assumed = site.costs, site.assumed
    meetings = ceil(site.people / assumed.small_meeting)
    rate = meetings / assumed.small_meeting_every
    served = 1.0 if by_meeting else site.processes * (1 - (1 - 1 / site.processes) ** assumed.small_meeting)
    told = (
        rate * served / site.processes * costs.pulse.process
        + site.share / assumed.small_meeting_every * costs.delivery.process
    )
    beats = site.processes / HEARTBEAT
    # With each beat a process tells all others how many people each of its meetings has there.
    named = meetings * served / site.processes
    here = named * assumed.here_bytes
    used = {
        "process": rate * costs.hint + told + site.share * costs.idle + beats * named * assumed.here,
        "database": (rate * served * costs.pulse.database + beats * site.people * costs.revoked)
        / assumed.database_cores,
        "queue": (rate + beats) * (costs.queue_taken + site.processes * costs.queue_passed_on)
        + beats * site.processes * here * costs.queue_byte,
        "nginx": site.people / assumed.small_meeting_every * costs.delivery.nginx / (site.fronts * assumed.nginx_cores),
    }
    name = "small meetings, each at one process" if by_meeting else "small meetings, people anywhere"
    words = f"{meetings:,} meetings; processes that read each pulse: {served:.3g}; who is here: "
    return Found(name, f"{words}{beats * site.processes * here / 1e6:,.1f} MB/s out of the queue", used)
