"""``facilitation purge``: a meeting and everything in it, gone, with a receipt."""

from __future__ import annotations

import click
import msgspec

from facilitation.claim import claim
from facilitation.config import Config, ConfigError, TakenError
from facilitation.engine.purge import Receipt
from facilitation.errors import Refused
from facilitation.purge.alone import purge_alone
from facilitation.purge.running import ask_the_server
from facilitation.room.codes import read_code, show_code


@click.command()
@click.argument("code")
@click.option("--yes", is_flag=True, help="Do not ask again.")
@click.option("--json", "as_json", is_flag=True, help="Print the receipt as JSON.")
def purge(code: str, yes: bool, as_json: bool) -> None:
    """Remove the meeting CODE and everything in it for good, and print a receipt; also while the server runs."""
    if not yes:
        click.confirm(f"Remove {show_code(read_code(code))} and everything in it for good?", abort=True, err=True)
    try:
        config = Config.from_environment()
        try:
            claimed = claim(config, alone=True)
        except TakenError:
            receipt = ask_the_server(config, read_code(code))
        else:
            with claimed:
                receipt = purge_alone(config, read_code(code))
    except (ConfigError, Refused) as error:
        raise click.ClickException(_sentence(error)) from None
    click.echo(msgspec.json.encode(receipt).decode() if as_json else in_words(receipt))
    if receipt.found:
        raise SystemExit(1)


def in_words(receipt: Receipt) -> str:
    """The receipt as it is printed, to be kept."""
    rows = ", ".join(f"{number} {table}" for table, number in receipt.rows.items() if number)
    lines = [
        f"Meeting {receipt.meeting} was removed at {receipt.purged_at:%Y-%m-%d %H:%M:%S} UTC.",
        f"Rows removed: {rows}.",
    ]
    if receipt.database == "postgresql":
        lines.append(
            "PostgreSQL's own log still holds what was written until it reuses its files; see docs/operating.md."
        )
    else:
        lines.append(
            f"Looked for {receipt.looked_for} of {receipt.texts} texts and keys in {', '.join(receipt.files)} "
            f"({receipt.bytes} bytes): {receipt.found} found."
        )
    if receipt.found:
        lines.append(
            "Something is reading the database, a backup for instance. It is erased as soon as that has ended."
        )
    lines.append("Backups made before still hold the meeting: delete them.")
    return "\n".join(lines)


def _sentence(error: Exception) -> str:
    if isinstance(error, Refused):
        return {"meeting.unknown": "There is no meeting with this code."}.get(error.code, f"Refused: {error.code}.")
    return str(error)
