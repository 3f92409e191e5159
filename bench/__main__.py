"""``python -m bench``: measure fresh servers and their peers; the last line printed is one JSON object."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from bench.draw import SHOWN, redraw
from bench.machine import commit, machine
from bench.measures.beside import said
from bench.measures.crowded import crowded
from bench.measures.fanout import fanout
from bench.measures.gap import gap
from bench.measures.parts import parts
from bench.measures.person import person
from bench.measures.reconnect import reconnect
from bench.measures.screens import screens
from bench.measures.sizes import sizes
from bench.measures.slow import slow
from bench.measures.traffic import traffic
from bench.measures.votes import votes
from bench.measures.wave import wave
from bench.origin import RUN
from bench.server import ROOT
from bench.targets import judged
from facilitation.open_files import room_for

RESULTS = ROOT / "bench" / "results"
SOCKETS = 10_100

MEASURES = {
    "fanout": fanout,
    "sizes": sizes,
    "crowded": crowded,
    "votes": votes,
    "wave": wave,
    "reconnect": reconnect,
    "traffic": traffic,
    "person": person,
    "slow": slow,
    "gap": gap,
    "parts": parts,
    "screens": screens,
}


@click.command()
@click.option("--only", default="", help=f"Measure these alone, with commas between: {', '.join(MEASURES)}.")
@click.option("--long", is_flag=True, help="Hold 10,000 sockets for 5 minutes and slow phones for 30.")
@click.option(
    "--but",
    "earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Leave out what this earlier raw result holds, and take it from there: half an hour of slow phones, say.",
)
@click.option("--write-docs", is_flag=True, help="Show this run in docs/performance.md; a whole run alone can be.")
def bench(only: str, long: bool, earlier: Path | None, write_docs: bool) -> None:
    """Measure this server and its peers on this machine."""
    taken = _taken_from(earlier) if earlier else {}
    names = only.split(",") if only else [name for name in MEASURES if name not in taken]
    taken = {name: measure for name, measure in taken.items() if name not in names}
    if write_docs and {*names, *taken} != set(MEASURES):
        raise click.ClickException("figures from several runs are not to be compared: --write-docs takes a whole run.")
    if unknown := set(names) - set(MEASURES):
        raise click.ClickException(f"not measured here: {', '.join(unknown)}")
    if room_for(SOCKETS) < SOCKETS:
        raise click.ClickException("this system does not let one process hold that many connections; see ulimit -n.")
    result: dict[str, Any] = {"commit": commit(), "at": datetime.now(UTC).isoformat(timespec="seconds"), "long": long}
    result |= {"machine": machine(), "measures": {}}
    for name in names:
        click.echo(name, err=True)
        result["measures"][name] = _measured(name, long)
    result["measures"] |= taken
    result["targets"] = judged(result["measures"])
    for verdict in result["targets"]:
        met = "met   " if verdict["met"] else "MISSED"
        value = f"{verdict['value']}{verdict['unit']}"
        if verdict["lowest"] < verdict["highest"]:
            value += f", rounds {verdict['lowest']} to {verdict['highest']}"
        click.echo(f"{met} {verdict['what']}: {value} ({verdict['bound']})", err=True)
    raw = _keep(result)
    if write_docs:
        SHOWN.write_bytes(raw.read_bytes())
        redraw.main([str(SHOWN)], standalone_mode=False)
    click.echo(json.dumps(result))
    wrong = any("failed" in measure or not measure.get("exact", True) for measure in result["measures"].values())
    # A short run is a look at things, on whatever machine; a long one is the proof.
    sys.exit(wrong or (long and not all(verdict["met"] for verdict in result["targets"])))


def _measured(name: str, long: bool) -> dict[str, Any]:
    began = time.perf_counter()
    try:
        figures = MEASURES[name](long)
        click.echo(f"  {said(figures)}", err=True)
        return figures | {"took_s": round(time.perf_counter() - began)}
    except Exception as error:  # the others are still worth their figures; the exit status tells
        click.echo(f"failed: {name}: {type(error).__name__}: {error}", err=True)
        return {"failed": f"{type(error).__name__}: {error}"}


def _taken_from(raw: Path) -> dict[str, Any]:
    """The measures of an earlier run, each with the commit, the day and the machine that it was taken at."""
    earlier = json.loads(raw.read_text())
    of = {name: earlier[name] for name in RUN}
    return {name: {"taken": of} | measure for name, measure in earlier["measures"].items()}


def _keep(result: dict[str, Any]) -> Path:
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{result['at'].replace(':', '').partition('+')[0]}.json"
    path.write_text(json.dumps(result, indent=1) + "\n")
    return path


if __name__ == "__main__":
    bench()
