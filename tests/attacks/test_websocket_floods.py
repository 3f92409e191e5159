"""Whoever has no seat cannot fill the memory over a WebSocket."""

from __future__ import annotations

import pytest

from tests.attacks.honest import House, join
from tests.attacks.process import LEEWAY, MEGABYTE, before_peak, peak, resident, wait_until_gone
from tests.attacks.wire import CONTINUATION, TEXT, UPGRADE, Line, frame, request, status, websocket

pytestmark = pytest.mark.slow

PIECE = bytes(16_000)


def flood(line: Line, megabytes: int, piece: bytes) -> None:
    """Send so much, or as much as the server takes."""
    for _ in range(megabytes * MEGABYTE // len(piece)):
        if not line.send(piece):
            break


@pytest.mark.parametrize("size", [16_000, 120])
def test_64_megabytes_of_unfinished_fragments(house: House, size: int) -> None:
    before = before_peak(house.server)
    with websocket(house.server) as line:
        line.send(frame(TEXT, b"4" + bytes(size), fin=False))
        flood(line, 64, frame(CONTINUATION, bytes(size), fin=False) * (16_000 // size))
        join(house)
        assert peak(house.server) - before < LEEWAY
        closing = line.read_frame()
    assert closing is None or closing[1][:2] == (1009).to_bytes(2, "big")
    wait_until_gone(house.server)


def test_fragments_on_many_lines_at_once(house: House) -> None:
    """What may be unfinished on each line is little enough for all the lines that an attacker can open."""
    lines = [websocket(house.server) for _ in range(200)]
    before = resident(house.server)
    for line in lines:
        line.send(frame(TEXT, b"4" + bytes(8000), fin=False) + frame(CONTINUATION, bytes(8000), fin=False))
    join(house)
    assert resident(house.server) - before < 200 * 20_000 + LEEWAY
    for line in lines:
        line.socket.close()
    wait_until_gone(house.server)


@pytest.mark.parametrize("version", [None, "0", "8", "76", "", "13, 8", "99999999999999999999"])
def test_an_upgrade_to_another_protocol_and_8_megabytes_after_it(house: House, version: str | None) -> None:
    """Without a version the library took the protocol from before the standard, which has no limit at all."""
    before = before_peak(house.server)
    headers = {name: value for name, value in UPGRADE.items() if name != "Sec-WebSocket-Version"}
    headers |= {"Sec-WebSocket-Key1": "4 @1  46546xW%0l 1 5", "Sec-WebSocket-Key2": "12998 5 Y3 1  .P00"}
    if version is not None:
        headers["Sec-WebSocket-Version"] = version
    with Line(house.server) as line:
        line.send(request("GET", "/socket.io/?EIO=4&transport=websocket", headers, b"^n:ds[4U"))
        answered = status(line.read_head())
        flood(line, 8, b"\0" + PIECE)
        join(house)
        assert peak(house.server) - before < LEEWAY
    assert answered in (400, 426)
    wait_until_gone(house.server)


@pytest.mark.parametrize("without", ["Sec-WebSocket-Key", "Upgrade", "Connection"])
def test_an_upgrade_that_lacks_something(house: House, without: str) -> None:
    headers = {name: value for name, value in UPGRADE.items() if name != without}
    with Line(house.server) as line:
        line.send(request("GET", "/socket.io/?EIO=4&transport=websocket", headers))
        assert status(line.read_head()) in (400, 426)


@pytest.mark.parametrize("key", ["", "short", "dGhlIHNhbXBsZSBub25jZQ=", "x" * 24, "x" * 4000])
def test_an_upgrade_with_a_key_that_is_none(house: House, key: str) -> None:
    with Line(house.server) as line:
        line.send(request("GET", "/socket.io/?EIO=4&transport=websocket", UPGRADE | {"Sec-WebSocket-Key": key}))
        assert status(line.read_head()) == 400
