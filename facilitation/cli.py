"""The command line, for who runs a server and who organises a meeting."""

from __future__ import annotations

import sys

import click

from facilitation.config import Config, ConfigError
from facilitation.demo import demo_links
from facilitation.rehearsal.command import rehearse


@click.group()
def facilitation() -> None:
    """Run live sessions with questions from everybody in the hall."""


@facilitation.command()
def demo() -> None:
    """Make the demo meeting, unless it is there, and print its five links and a QR code."""
    import segno

    try:
        config = Config.from_environment()
    except ConfigError as error:
        sys.exit(f"facilitation: {error}")
    links = demo_links(config)
    click.echo()
    for role, link in links.items():
        click.echo(f"  {role:<12} {link}")
    click.echo()
    segno.make(links["participant"], error="m").terminal(compact=True)


facilitation.add_command(rehearse)
