"""The command line, for who runs a server and who organises a meeting."""

from __future__ import annotations

import click

from facilitation.backup.command import backup, restore
from facilitation.purge.command import purge
from facilitation.rehearsal.command import rehearse


@click.group()
def facilitation() -> None:
    """Run live sessions with questions from everybody in the hall."""


for _command in (rehearse, backup, restore, purge):
    facilitation.add_command(_command)
