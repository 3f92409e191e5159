"""Requests that never end hold nobody else up, and are not waited for without end.

How memory is judged: equal rounds come, ROUNDS at most, until the last three together have let the process grow by less
than LEEWAY. What the first takes is bounded by what a connection may cost, and so is all of it together.
"""

from __future__ import annotations

import contextlib
import itertools
import resource
import socket
import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.attacks.honest import Hall, House, join
from tests.attacks.process import LEEWAY, connections, descriptors, processor_seconds, resident, wait_until_gone
from tests.attacks.wire import PATIENCE
from tests.faults.soak import SOAK

pytestmark = pytest.mark.slow

CROWD = 1_100
ROUNDS = 30
# Bytes that a half-sent request may cost when it is the first of its kind, and when the allocator has left holes.
FIRST, EVER = 60_000, 120_000
POST = b"POST /join HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
HALVES = (
    b"",
    b"GET /",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX-More: ",
    POST + b"Content-Length: 4000\r\n\r\ncode=",
    POST + b"Content-Length: 8\r\nExpect: 100-continue\r\n\r\n",
    b"GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n",
)


@pytest.fixture(scope="module", autouse=True)
def few_files() -> Iterator[None]:
    """What a process gets that does not ask for more."""
    usual, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, most))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (usual, most))


@pytest.fixture(autouse=True)
def many_files_here(running: House) -> None:
    """Once the server was started with that limit, the test itself needs more."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def half_sent(house: House, number: int) -> list[socket.socket]:
    """So many connections with half a request each."""
    lines = []
    for half in itertools.islice(itertools.cycle(HALVES), number):
        line = socket.create_connection(("127.0.0.1", house.server.port), timeout=PATIENCE)
        line.sendall(half)
        line.setblocking(False)
        lines.append(line)
    return lines


def drip(lines: list[socket.socket]) -> int:
    """Send one byte more on each line: how many lines the server still holds open."""
    still = 0
    for line in lines:
        with contextlib.suppress(OSError):
            line.send(b"x")
            with contextlib.suppress(BlockingIOError):
                while said := line.recv(1000):
                    assert not said.startswith(b"HTTP/1.1 5")
                continue
            still += 1
    return still


def wait_until_taken(house: House, number: int) -> None:
    """Wait until the server has taken so many connections, or took none for half a second."""
    taken, in_vain = 0, 0
    while taken < number and in_vain < 5:
        time.sleep(0.1)
        before, taken = taken, connections(house.server)
        in_vain = 0 if taken > before else in_vain + 1


def attack(house: House, dripping: bool) -> None:
    """Come with half a request each, let others in meanwhile, and wait until the server has had enough."""
    hall = Hall(house.server.address, house.code)
    lines = half_sent(house, CROWD)
    wait_until_taken(house, CROWD)
    hall.assert_people_come_in(despite=lines)
    if dripping:
        end = time.monotonic() + 2 * PATIENCE
        while drip(lines):
            assert time.monotonic() < end, "a byte now and then holds a line for ever"
            time.sleep(1)
    wait_until_gone(house.server)
    for line in lines:
        line.close()


def come_and_go(house: House) -> None:
    """The same, but who attacks does not wait until the server has had enough."""
    lines = half_sent(house, CROWD)
    wait_until_taken(house, CROWD)
    assert connections(house.server) >= CROWD
    for line in lines:
        line.close()
    wait_until_gone(house.server)


def growth(house: House, attack: Callable[[House], None]) -> int:
    """The bytes by which it grows."""
    before = resident(house.server)
    attack(house)
    return resident(house.server) - before


def test_1100_half_sent_requests(house: House) -> None:
    attack(house, dripping=False)


def test_what_they_occupied_serves_the_next(house: House) -> None:
    rounds = [growth(house, come_and_go)]
    assert rounds[0] < CROWD * FIRST
    while len(rounds) < 4 or sum(rounds[-3:]) >= LEEWAY:
        assert len(rounds) < ROUNDS, f"it grows in each round: {rounds}"
        rounds.append(growth(house, come_and_go))
    assert sum(rounds) < CROWD * EVER, rounds
    if SOAK:
        whole = [growth(house, partial(attack, dripping=False)) for _ in range(3)]
        assert sum(whole) < LEEWAY, whole


def test_1100_half_sent_requests_that_go_on_by_a_byte_a_second(house: House) -> None:
    attack(house, dripping=True)


def test_no_file_is_left_for_another_connection(house: House) -> None:
    """The library ended its loop there, and with it the server."""
    assert house.server.process
    held = descriptors(house.server)
    usual = resource.prlimit(house.server.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(house.server.process.pid, resource.RLIMIT_NOFILE, (held + 20, usual[1]))
    lines = half_sent(house, 100)
    spent = processor_seconds(house.server)
    time.sleep(3)
    assert processor_seconds(house.server) - spent < 1, "it tries again and again without a pause"
    for line in lines:
        line.close()
    wait_until_gone(house.server)
    join(house)
    resource.prlimit(house.server.process.pid, resource.RLIMIT_NOFILE, usual)


def test_a_connection_that_breaks_in_the_head_or_in_the_body(house: House) -> None:
    for half in HALVES:
        with socket.create_connection(("127.0.0.1", house.server.port), timeout=PATIENCE) as line:
            line.sendall(half)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")  # reset, not closed
    join(house)
