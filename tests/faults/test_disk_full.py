"""No room left on the disk: whoever reads goes on, whoever writes is told so, and nothing is lost."""

from __future__ import annotations

import asyncio
import resource
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from facilitation.errors import Refused
from tests.faults.crowd import Crowd
from tests.faults.hall import Hall, hall
from tests.faults.phones import Phone
from tests.faults.rows import nothing_half_done
from tests.faults.ticker import AT_MOST, ticking
from tests.server import Server

pytestmark = pytest.mark.slow

ROOM = 3 * 1024 * 1024
BALLAST = 64 * 1024


class Quota:
    """The process may write no file beyond a size: what a quota does, and what needs no rights."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def fill(self) -> None:
        """From now on nothing can be added."""
        self._limit(0)

    def empty(self) -> None:
        """There is room again."""
        self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        assert self._server.process
        psutil.Process(self._server.process.pid).rlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


class SmallDisk:
    """A file system of its own that is really full."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Take all the room that there is."""
        with self._ballast.open("wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\0" * BALLAST)
            except OSError:
                return

    def empty(self) -> None:
        """There is room again."""
        self._ballast.unlink()


Disk = tuple[Server, Quota | SmallDisk]


@pytest.fixture(params=["quota", "small disk"])
def disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Disk]:
    """A running server, and what can fill its disk."""
    small = request.param == "small disk"
    if small:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "none", tmp_path], capture_output=True, check=False
        )
        if mounted.returncode:
            pytest.skip("this user cannot mount a file system; the quota shows the same")
    server = Server(tmp_path)
    try:
        server.start()
        yield server, SmallDisk(tmp_path) if small else Quota(server)
    finally:
        server.kill()
        if small:
            subprocess.run(["umount", "--lazy", tmp_path], check=True)


def test_reads_go_on_and_writes_are_refused(disk: Disk) -> None:
    asyncio.run(full(*disk))


async def full(server: Server, disk: Quota | SmallDisk) -> None:
    async with hall(server) as room:
        watcher = await room.seat("watcher", server)
        crowd = await Crowd.come(room, (server,), each=6)
        async with ticking(room, server, "watcher") as ticker, crowd.busy():
            await asyncio.sleep(1)
            disk.fill()
            await is_refused(watcher)
            joined = len(watcher.joins)
            for _ in range(5):
                before = await room.state("watcher")
                await watcher.join()
                assert watcher.store.state == before["state"]
                await asyncio.sleep(0.2)
            assert len(watcher.joins) == joined + 5
            await is_refused(watcher)
            async with room.http.get(f"{server.address}/{room.code}") as page:
                assert page.status == 200
            disk.empty()
            await watcher.do("question.ask", text="There is room again")
        print(f"the loop's slowest of {ticker.answers} answers {ticker.slowest:.2f} s")
        assert ticker.slowest <= AT_MOST, "the loop stood still"
        await all_is_there(room, crowd, watcher)
        server.kill()
        await asyncio.to_thread(server.start)
        await asyncio.gather(*(phone.ready() for phone in room.phones))
        await all_is_there(room, crowd, watcher)


async def is_refused(watcher: Phone) -> None:
    """Small writes may still fit into what the files have; soon none does."""
    async with asyncio.timeout(20):
        while True:
            try:
                await watcher.once("question.ask", text="Is there room? " * 30)
            except Refused as refusal:
                assert refusal.code == "server.storage"
                return


async def all_is_there(room: Hall, crowd: Crowd, watcher: Phone) -> None:
    await room.all_equal(20)
    crowd.asked |= {id_: question["text"] for id_, question in watcher.store.own.items()}
    await crowd.counted(room)
    url = f"sqlite:///{room.servers[0].folder / 'facilitation.sqlite'}"
    await asyncio.to_thread(nothing_half_done, url, room.code, room.acknowledged)
