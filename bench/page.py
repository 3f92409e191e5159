"""Writes the figures of one run into docs/performance.md, between its marks."""

from __future__ import annotations

from typing import Any

from bench.measures import PHONES, PRESENTATIONS, VOTERS
from bench.server import ROOT

PAGE = ROOT / "docs" / "performance.md"
_FROM, _TO = "<!-- figures: written by python -m bench --write-docs -->", "<!-- end of figures -->"


def write_page(result: dict[str, Any]) -> None:
    """Replace what stands between the marks."""
    text = PAGE.read_text()
    before, _, rest = text.partition(_FROM)
    after = rest.partition(_TO)[2]
    PAGE.write_text(f"{before}{_FROM}\n\n{table(result)}\n{_TO}{after}")


def table(result: dict[str, Any]) -> str:
    """The machine in words, and the figures as a table."""
    figures, machine = result["figures"], result["machine"]
    libraries = ", ".join(f"{name} {number}" for name, number in machine["libraries"].items())
    rows = [
        ("start-up, to the line `ready`", f"{figures['start_up_s']} s"),
        ("opening the join page", f"{figures['pages_per_s']:g} a second, {_spread(figures['page_ms'])}"),
        (f"{PHONES} phones come in", f"{figures['joins_per_s']:g} a second, {_spread(figures['join_ms'])}"),
        ("… server's processor time for each", f"{figures['cpu_per_join_ms']:g} ms"),
        ("memory per idle phone", f"{figures['memory_per_phone_kb']:g} KB"),
        ("the moderator's key to a phone's changed picture, in real browsers", _spread(figures["press_to_phone_ms"])),
        ("… to the stage's", _spread(figures["press_to_stage_ms"])),
        (f"an item to {PHONES} phones, quiet meeting", _spread(figures["present_idle_ms"])),
        ("… the slowest phone of each presentation", _spread(figures["present_idle_last_phone_ms"])),
        ("… the moderator's answer", _spread(figures["present_idle_ack_ms"])),
        ("… server's processor time for each phone", f"{figures['cpu_per_delivery_us']:g} µs"),
        (f"an item to {PHONES} phones, busy meeting", _spread(figures["publish_busy_ms"])),
        (f"{VOTERS} votes at once, answered", _spread(figures["vote_ack_ms"])),
        ("… server's processor time for each", f"{figures['cpu_per_vote_ms']:g} ms"),
        ("… counted", ", ".join(str(count) for count in figures["votes_counted"])),
    ]
    lines = [
        f"- Commit {result['commit']}, {result['at'][:10]}, {PRESENTATIONS} presentations each",
        f"- {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']:g} GB; {machine['system']}",
        f"- Python {machine['python']}, {libraries}",
        f"- Load of the machine before: {machine['load_before']}",
        "",
        "| what | figure |",
        "|---|---|",
        *(f"| {what} | {figure} |" for what, figure in rows),
        "",
    ]
    return "\n".join(lines)


def _spread(spread: dict[str, float]) -> str:
    return f"p50 {spread['p50']:g}, p95 {spread['p95']:g}, p99 {spread['p99']:g} ms"
