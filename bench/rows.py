"""The second table of docs/performance.md: what was measured besides, row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bench.measures.beside import OURS
from bench.measures.fanout import EVERY
from bench.measures.sizes import by_size
from bench.pictures import there
from bench.rounds import of_rounds

Row = tuple[str, str]


def rows_of(measures: dict[str, Any]) -> list[Row]:
    """Of all measures that were taken: what, and the figure."""
    rows: list[Row] = []
    for needed, of_these in _ROWS.items():
        if (found := there(measures, needed)) is not None:
            rows += of_these(*found)
    return rows


def _fanout(measure: Any) -> list[Row]:
    def of(name: str, rounds: Any) -> str:
        cost, delay = of_rounds(rounds, "cpu_us"), of_rounds(rounds, "delay_ms", "p99")
        told, due = (sum(found[name] for found in rounds) for name in ("pulses", "due"))
        behind = f"; told {told} of {due} pulses" if told < due * 0.9 else ""
        return f"{name}: {cost.said()} µs each, p99 {delay.said()} ms{behind}"

    ours = measure["rounds"][OURS]
    busy = max(found["client_busy"] for rounds in measure["rounds"].values() for found in rounds)
    return [
        (f"a pulse of {ours[0]['frame_bytes']} bytes to {ours[0]['sockets']:,} sockets", of(name, rounds))
        for name, rounds in measure["rounds"].items()
    ] + [
        ("… measured in", f"{len(ours)} rounds of {ours[0]['due'] * EVERY:g} s"),
        ("… the load client's share of a core, at most", f"{busy:.0%}"),
    ]


def _votes(measure: Any) -> list[Row]:
    words = {
        "one": "on one question",
        "many": "on ten questions",
        "nothing": "storing nothing",
        "stored": "one commit each",
    }
    return [
        (
            f"3,000 votes at once, {words[kind]}: {name}",
            ", ".join(f"{p} {of_rounds(rounds, f'ack_{kind}_ms', p).said()}" for p in ("p50", "p95"))
            + f" ms; {of_rounds(rounds, f'cpu_{kind}_ms').said()} ms of processor time each",
        )
        for name, rounds in measure["rounds"].items()
        for kind in words
        if f"ack_{kind}_ms" in rounds[0]
    ]


def _sizes(measure: Any, fanout: Any) -> list[Row]:
    return [
        (
            f"a pulse to {size:,} sockets",
            f"{of_rounds(rounds, 'cpu_us').said()} µs each, p99 {of_rounds(rounds, 'delay_ms', 'p99').said()} ms",
        )
        for size, rounds in by_size(measure, fanout).items()
    ]


def _crowded(measure: Any) -> list[Row]:
    hold = measure["hold"]
    return [
        (f"{hold['sockets']:,} sockets held for {hold['seconds']:g} s, 2 pulses a second", spread(hold["delay_ms"])),
        (f"memory of the server with {measure['sockets']:,} idle participants", f"{measure['memory_server_mb']:g} MB"),
    ]


def _wave(measure: Any) -> list[Row]:
    return [
        (f"{measure['phones']:,} come in within 10 s: page, seat, socket, join, state", spread(measure["arrival_ms"])),
        ("… server's processor time for each", f"{measure['cpu_per_arrival_ms']:g} ms"),
        ("a crowd that comes as fast as it is let in", f"{measure['joins_per_s']:g} a second"),
        ("the join page alone", f"{measure['pages_per_s']:g} a second, {spread(measure['page_ms'])}"),
    ]


def _reconnect(measure: Any) -> list[Row]:
    worst = max(measure["rounds"], key=lambda found: found["back_ms"]["max"])
    kilobytes = worst["answer_bytes"] / 1024
    return [
        (
            f"{measure['phones']:,} phones back after a cut, {measure['waiting']:,} questions waiting, "
            f"{measure['open']} open ({kilobytes:.0f} KB each)",
            f"{spread(worst['back_ms'])}; {worst['cpu_per_phone_ms']:g} ms of processor time each",
        )
    ]


def _traffic(measure: Any) -> list[Row]:
    return [("… while they vote 200 times a second, until the answer", spread(measure["ack_ms"]))]


def _person(measure: Any) -> list[Row]:
    each = [(size, name, act) for size in measure["sizes"] for name, act in size["acts"].items()]
    return [
        (
            f"one person among {size['people']:,} {name}",
            f"{act['answer']:,} bytes in answer, {act['pulse']:,} in a pulse to each, {act['others']:,} besides",
        )
        for size, name, act in each
    ]


def _slow(measure: Any) -> list[Row]:
    told = f"{measure['told_mb_each']:g} MB told to each in {measure['seconds']:g} s"
    kernel = f"the kernel held {measure['in_kernel_mb_each']:g} MB for one at most"
    return [(f"{measure['slow']} phones that never read: {told}", f"cut {measure['cuts']} times; {kernel}")]


def _gap(measure: Any) -> list[Row]:
    mix = f"{measure['votes']:,} votes, {measure['asked']:,} questions, {measure['came']:,} comings in 30 s"
    return [(f"the loop's gap at {measure['people']:,} busy people ({mix})", spread(measure["gap_ms"]))]


def _screens(measure: Any) -> list[Row]:
    return [
        ("start-up, to the line `ready`", f"{measure['start_up_s']:g} s"),
        ("the moderator's key to a phone's changed picture, in real browsers", spread(measure["press_to_phone_ms"])),
        ("… to the stage's", spread(measure["press_to_stage_ms"])),
    ]


# What a run measures that this page shows, and the rows of each.
_ROWS: dict[tuple[str, ...], Callable[..., list[Row]]] = {
    ("fanout",): _fanout,
    ("sizes", "fanout"): _sizes,
    ("crowded",): _crowded,
    ("votes",): _votes,
    ("wave",): _wave,
    ("reconnect",): _reconnect,
    ("traffic",): _traffic,
    ("person",): _person,
    ("slow",): _slow,
    ("gap",): _gap,
    ("screens",): _screens,
}
MEASURES = [needed[0] for needed in _ROWS]


def spread(spread: dict[str, float]) -> str:
    """A spread in words."""
    return ", ".join(f"{name} {value:,g}" for name, value in spread.items()) + " ms"
