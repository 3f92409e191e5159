"""``facilitation backup`` and ``restore``: a copy of everything while the server runs, and the way back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from facilitation.backup.form import BackupError
from facilitation.backup.restore import restore as put_back
from facilitation.backup.save import open_for_reading, save
from facilitation.claim import claim
from facilitation.config import Config, ConfigError, TakenError

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@FILE
def backup(file: Path) -> None:
    """Write everything that the server has stored to FILE, also while it runs."""
    with _in_words():
        database = open_for_reading(Config.from_environment().database_url)
        try:
            with _progress("Saving") as watch:
                head = save(database, file, watch)
        finally:
            database.dispose()
    click.echo(f"Saved {head.rows} rows to {file}. It holds what people wrote; keep it as you keep the server's data.")


@click.command()
@FILE
def restore(file: Path) -> None:
    """Put what is in FILE into a database that is empty; its server must not be running."""
    with _in_words():
        config = Config.from_environment()
        try:
            claimed = claim(config, alone=True)
        except TakenError:  # what it says would help a server
            raise BackupError("This database is in use. Stop its servers first, all of them.") from None
        with claimed, _progress("Restoring") as watch:
            head = put_back(file, config.database_url, watch)
    click.echo(f"Restored {head.rows} rows.")


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except (BackupError, ConfigError) as error:
        raise click.ClickException(str(error)) from None


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr, told how many rows of how many are done."""
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def watch(done: int, all_of_them: int) -> None:
            bar.length = all_of_them
            bar.update(done - bar.pos)

        yield watch
