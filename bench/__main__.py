"""``python -m bench``: measure a fresh server; the last line printed is one JSON object."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import UTC, datetime
from typing import Any

import click

from bench import measures
from bench.browsers import PRESSES, press_to_screens
from bench.hall import Hall, open_hall
from bench.machine import commit, machine
from bench.page import write_page
from bench.server import ROOT, Server, running_server
from facilitation.rehearsal.open_files import make_room

RESULTS = ROOT / "bench" / "results"
# Seconds that one measure may take; the whole ends by itself, whatever the server does.
_LIMIT = 120.0
_WARM_UP = 20

# What is measured, and into how many steps its progress falls.
STEPS = {
    "opening pages": (measures.pages, measures.PAGES),
    "joining": (measures.joins, measures.PHONES),
    "presenting, quiet": (measures.presentations, measures.PRESENTATIONS),
    "presenting, busy": (measures.busy_presentations, measures.PRESENTATIONS),
    "voting": (measures.ballots, measures.BALLOTS),
}


@click.command()
@click.option("--write-docs", is_flag=True, help="Write the figures into docs/performance.md as well.")
def bench(write_docs: bool) -> None:
    """Measure a fresh server process on this machine."""
    if not make_room(2 * measures.VOTERS):
        raise click.ClickException("this system does not let one process hold that many connections; see ulimit -n.")
    result: dict[str, Any] = {"commit": commit(), "at": datetime.now(UTC).isoformat(timespec="seconds")}
    result |= {"machine": machine(), "figures": {}}
    try:
        with running_server() as server:
            with click.progressbar(length=PRESSES, label=f"{'in real browsers':<18}", file=sys.stderr) as bar:
                result["figures"] |= press_to_screens(server, lambda: bar.update(1))
            asyncio.run(_measure(server, result["figures"]))
    except Exception as error:
        result["failed"] = f"{type(error).__name__}: {error}"
    _keep(result)
    if write_docs and "failed" not in result:
        write_page(result)
    click.echo(json.dumps(result))
    sys.exit("failed" in result or not result["figures"]["votes_exact"])


async def _measure(server: Server, figures: dict[str, Any]) -> None:
    figures["start_up_s"] = round(server.start_up, 2)
    async with open_hall(server.address) as rehearsal:  # what is loaded at first use is not the hall's to wait for
        await rehearsal.fill(_WARM_UP, lambda: None)
    async with open_hall(server.address) as hall:
        for label, (measure, steps) in STEPS.items():
            with click.progressbar(length=steps, label=f"{label:<18}", file=sys.stderr) as bar:
                async with asyncio.timeout(_LIMIT):
                    figures |= await _step(measure, hall, server, bar)


async def _step(measure: Any, hall: Hall, server: Server, bar: Any) -> dict[str, Any]:
    return await measure(hall, server, lambda: bar.update(1))


def _keep(result: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    name = result["at"].replace(":", "").partition("+")[0]
    (RESULTS / f"{name}.json").write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    bench()
