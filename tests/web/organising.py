"""The organiser at the doors: a passphrase, a browser, and the forms of their page as it shows them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import update

from facilitation.models import Meeting
from facilitation.room.actor import Actor
from facilitation.room.passphrases import hashed
from tests.conftest import House
from tests.witness import written

PASSPHRASE = "abacus yo-yo zoom tinsmith liable sweep smile"


def change(house: House, **columns: Any) -> None:
    """Set columns of the meeting, as nobody can by a door."""
    written(house, update(Meeting).where(Meeting.code == house.code).values(**columns))


def with_passphrase(house: House, **columns: Any) -> House:
    """The meeting with a passphrase."""
    change(house, passphrase=hashed(PASSPHRASE), **columns)
    return house


def browser_of(house: House, actor: Actor) -> FlaskClient:
    """A browser that holds the organiser's seat."""
    browser = house.app.test_client()
    browser.set_cookie(f"seat-{house.code}-organise", house.tokens[actor.seat_id])
    return browser


def fields_of(page: str, action: str, number: int = 0) -> dict[str, list[str]]:
    """What a browser would send of a form as the page shows it, with everything as it is ticked and typed."""
    forms = re.findall(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.S)
    assert len(forms) > number, f"no form posts to {action}"
    found: dict[str, list[str]] = {}
    parts = r"<input\b[^>]*>|<textarea\b[^>]*>.*?</textarea>|<select\b.*?</select>"
    for tag in re.findall(parts, forms[number], re.S):
        name = re.search(r'name="([^"]*)"', tag)
        if not name or (re.search(r'type="(checkbox|radio)"', tag) and not re.search(r"\bchecked\b", tag)):
            continue
        if tag.startswith("<textarea"):
            value = tag.partition(">")[2].rpartition("</textarea>")[0]
        elif tag.startswith("<select"):
            value = (re.search(r'value="([^"]*)" selected', tag) or re.search(r'value="([^"]*)"', tag))[1]
        else:
            value = (re.search(r'value="([^"]*)"', tag) or ("", "on"))[1] if "value" in tag else ""
        found.setdefault(name[1], []).append(unescape(value))
    return found


def send(browser: FlaskClient, path: str, action: str, number: int = 0, **typed: Any) -> Any:
    """Open a page, fill one of its forms in and send it; None leaves a field out, as an empty tick box is."""
    fields: dict[str, Any] = fields_of(browser.get(path).get_data(as_text=True), action, number) | typed
    return browser.post(action, data={name: value for name, value in fields.items() if value is not None})
