"""The figures of docs/performance.md as Markdown: the machine, the targets and whether each is met, the rest."""

from __future__ import annotations

from typing import Any

from bench.measures.beside import OURS
from bench.peers import NODE, WIRE
from bench.process import ROOT
from bench.targets import TARGETS, Target, best, ratio

PAGE = ROOT / "docs" / "performance.md"
FROM, TO = "<!-- figures: written by python -m bench.draw -->", "<!-- end of figures -->"

Row = tuple[str, str]


def write(result: dict[str, Any], pictures: dict[str, str]) -> None:
    """Replace what stands between the marks of the page."""
    before, _, rest = PAGE.read_text().partition(FROM)
    after = rest.partition(TO)[2]
    PAGE.write_text(f"{before}{FROM}\n\n{figures(result, pictures)}\n{TO}{after}")


def figures(result: dict[str, Any], pictures: dict[str, str]) -> str:
    """All that stands between the marks."""
    machine, measures = result["machine"], result["measures"]
    libraries = ", ".join(f"{name} {number}" for name, number in machine["libraries"].items())
    absent = {name: why for found in measures.values() for name, why in found.get("absent", {}).items()}
    lines = [
        f"- Commit {result['commit']}, {result['at'][:10]}, {'a long run' if result['long'] else 'a short run'}",
        f"- {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']:g} GB; {machine['system']}",
        f"- Python {machine['python']}, {libraries}",
        f"- Load of the machine before: {machine['load_before']}",
        *(
            f"- Taken apart: {name}, at commit {found['taken']['commit']}, {found['taken']['at'][:10]}"
            f"{', a long run' if found['taken']['long'] else ''}"
            for name, found in measures.items()
            if "taken" in found
        ),
        *(f"- Not measured: {name}: {why}" for name, why in absent.items()),
        *(f"- Failed: {name}: {found['failed']}" for name, found in measures.items() if "failed" in found),
        "",
        "| what | measured | to reach | met |",
        "|---|---|---|---|",
    ]
    lines += [_row_of(target, target.judge(measures)) for target in TARGETS]
    lines.append("")
    for name, words in pictures.items():
        lines += [f"![{words}](performance/{name})", ""]
    lines += ["| what else | figure |", "|---|---|"]
    lines += [f"| {what} | {figure} |" for what, figure in _rows(measures)]
    return "\n".join([*lines, ""])


def _row_of(target: Target, verdict: dict[str, Any] | None) -> str:
    if verdict is None:
        return f"| {target.what} | not measured | {target.reach} | |"
    value = f"{verdict['value']:,g}{verdict['unit']}"
    return f"| {target.what} | {value} | {target.reach} | {'yes' if verdict['met'] else '**no**'} |"


def _rows(measures: dict[str, Any]) -> list[Row]:
    rows: list[Row] = []
    for name, rows_of in _ROWS.items():
        if "failed" not in measures.get(name, {"failed": ""}):
            rows += rows_of(measures[name])
    return rows


def _fanout(measure: Any) -> list[Row]:
    def of(name: str, rounds: Any) -> str:
        cost, delay = best(rounds, "cpu_us"), best(rounds, "delay_ms", "p99")
        told, due = rounds[0]["pulses"], rounds[0]["due"]
        behind = f"; told {told} of {due} pulses" if told < due * 0.9 else ""
        return f"{name}: {cost:.3g} µs each, p99 {delay:,g} ms{behind}"

    ours = measure["rounds"][OURS]
    busy = max(found["client_busy"] for rounds in measure["rounds"].values() for found in rounds)
    return [
        (f"a pulse of {ours[0]['frame_bytes']} bytes to {ours[0]['sockets']:,} sockets", of(name, rounds))
        for name, rounds in measure["rounds"].items()
    ] + [("… the load client's share of a core, at most", f"{busy:.0%}")]


def _votes(measure: Any) -> list[Row]:
    words = {
        "one": "on one question",
        "many": "on ten questions",
        "nothing": "storing nothing",
        "stored": "one commit each",
    }
    each = [
        (
            f"3,000 votes at once, {words[kind]}: {name}",
            f"p50 {best(rounds, f'ack_{kind}_ms', 'p50'):,g}, p95 {best(rounds, f'ack_{kind}_ms', 'p95'):,g} ms; "
            f"{best(rounds, f'cpu_{kind}_ms'):g} ms of processor time each",
        )
        for name, rounds in measure["rounds"].items()
        for kind in words
        if f"ack_{kind}_ms" in rounds[0]
    ]
    return each + [
        (f"… what storing costs: our p95 on one question over {peer} storing nothing", f"{over:.3g} ×")
        for peer in (WIRE, NODE)
        if (over := ratio(("ack_one_ms", "p95"), peer, ("ack_nothing_ms", "p95"))(measure))
    ]


def _crowded(measure: Any) -> list[Row]:
    hold = measure["hold"]
    return [
        (f"{hold['sockets']:,} sockets held for {hold['seconds']:g} s, 2 pulses a second", spread(hold["delay_ms"])),
        *(
            (
                f"a pulse to {run['sockets']:,} sockets",
                f"{run['cpu_us']:g} µs each, p99 {run['delay_ms']['p99']:,g} ms",
            )
            for run in reversed(measure["sizes"])
        ),
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


_ROWS = {
    "fanout": _fanout,
    "crowded": _crowded,
    "votes": _votes,
    "wave": _wave,
    "reconnect": _reconnect,
    "traffic": _traffic,
    "slow": _slow,
    "gap": _gap,
    "screens": _screens,
}


def spread(spread: dict[str, float]) -> str:
    """A spread in words."""
    return ", ".join(f"{name} {value:,g}" for name, value in spread.items()) + " ms"
