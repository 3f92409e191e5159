"""Pages that show what a command answers once and never again: a new link, a sheet of codes for one person each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import request, stream_template
from markupsafe import Markup

from facilitation.record.unhurried import unhurried
from facilitation.web import current
from facilitation.web.organise_page import link_page
from facilitation.web.qr import as_svg


def _link(code: str, answer: dict[str, Any]) -> str:
    return link_page(code, request.form["role"], answer)


def _tickets(code: str, answer: dict[str, Any]) -> str:
    """A sheet to print and to cut; hundreds of drawings take a while, in which others are served."""
    address = f"{current.config().address}/{code}"
    made: list[str] = answer.get("tickets", [])

    def drawn() -> Iterator[tuple[str, Markup]]:
        for ticket in made:
            yield ticket, as_svg(f"{address}#{ticket}")

    host = current.config().address.partition("://")[2]
    pieces = stream_template("tickets.html", code=code, count=len(made), tickets=drawn(), host=host)
    return "".join(unhurried(pieces))


SHOWN_ONCE: dict[str, Callable[[str, dict[str, Any]], str]] = {"link.add": _link, "ticket.add": _tickets}
