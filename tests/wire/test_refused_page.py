"""A page without a seat, with the real client: it shows why it was refused, and does not knock again and again."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest

from tests.attacks.honest import House, open_house
from tests.javascript import node
from tests.server import ROOT, Server

pytestmark = pytest.mark.slow
TRANSPORTS = ("websocket", "polling")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A server with a meeting."""
    server = Server(tmp_path_factory.mktemp("refusing"))
    server.start()
    yield open_house(server)
    server.stop()


def page(house: House, seat: str, transport: str) -> subprocess.Popen[str]:
    """A page's connection in a Node of its own."""
    script = ROOT / "tests" / "wire" / "refused.mjs"
    arguments = [str(script), house.server.address, house.code, seat, transport]
    return subprocess.Popen([*node(), *arguments], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_an_unknown_seat(house: House, transport: str) -> None:
    with page(house, "guessed", transport) as shown:
        said, _ = shown.communicate(timeout=60)
    assert json.loads(said) == {"status": "refused", "code": "seat.unknown", "opened": 1, "active": False}


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_a_seat_that_was_taken_back(house: House, transport: str) -> None:
    _, moderator = house.server.call(
        "POST", f"/api/{house.code}/seats", {"invite": house.links["moderator"].split("#")[1]}
    )
    _, taken = house.server.call("POST", f"/api/{house.code}/seats", {"rehearsal": True})
    with page(house, taken["seat"], transport) as shown:
        assert shown.stdout and shown.stdout.readline() == "online\n"
        wiped = house.server.call("POST", f"/api/{house.code}/commands/rehearsal.wipe", {}, moderator["seat"])
        assert wiped[0] == 200, wiped
        said, _ = shown.communicate(timeout=60)
    assert json.loads(said) == {"status": "refused", "code": "seat.unknown", "opened": 2, "active": False}
