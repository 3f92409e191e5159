"""``python -m bench.simulate [RAW]``: replay measured costs on sites of up to a million people."""

from __future__ import annotations

import json
from pathlib import Path

import click

from bench.draw import SHOWN
from bench.simulation import tables


@click.command()
@click.argument("raw", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--write-docs", is_flag=True, help="Write the tables of docs/scale.md.")
def simulate(raw: Path | None, write_docs: bool) -> None:
    """Reckon from RAW, by default from what docs/performance.md shows."""
    result = json.loads((raw or SHOWN).read_text())
    if write_docs:
        tables.write(result)
    else:
        click.echo(tables.tables(result))


if __name__ == "__main__":
    simulate()
