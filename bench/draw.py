"""``python -m bench.draw [RAW]``: write docs/performance.md's figures and pictures anew from a run's raw data."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bench import page
from bench.pictures import draw
from bench.process import ROOT

# The run that the page shows.
SHOWN = ROOT / "bench" / "figures.json"


@click.command()
@click.argument("raw", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=SHOWN)
def redraw(raw: Path) -> None:
    """Draw the figures of RAW, by default those that the page shows already."""
    result = json.loads(raw.read_text())
    page.write(result, draw(result["measures"], page.PAGE.parent / "performance"))


if __name__ == "__main__":
    redraw()
