"""Somebody whose every word, header and secret is a mark goes through a whole session: what is left of them, where?

The marks are looked for in every byte: files, logs, numbers, queue and tables, in every usual way of writing.
"""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.canary.evidence import files_in
from tests.canary.marks import found, mark, names, written
from tests.canary.person import traces
from tests.canary.scene import Scene, on_postgres, on_sqlite, receipt_in
from tests.canary.session import FORGOTTEN, TAKEN_BACK, WORDS, Session
from tests.postgres import Postgres

pytestmark = pytest.mark.slow

# Seconds within which the server has erased what it could not erase at once.
PATIENCE = 30.0


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def scene(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Scene]:
    """Where it is played."""
    folder = tmp_path / "data"
    folder.mkdir()
    if request.param == "sqlite":
        with on_sqlite(folder) as scene:
            yield scene
        return
    postgres: Postgres = request.getfixturevalue("own_postgres")
    try:
        with on_postgres(folder, postgres, request.getfixturevalue("valkey")) as scene:
            yield scene
    finally:
        with suppress(Exception):
            postgres.drop("canary")


def test_nothing_is_left_of_somebody(scene: Scene, tmp_path: Path) -> None:
    asyncio.run(whole_session(scene, tmp_path))


async def whole_session(scene: Scene, tmp_path: Path) -> None:
    session = Session(scene.servers[0], scene.servers[-1], traces())
    await session.begin()
    try:
        await from_beginning_to_end(scene, session, tmp_path)
    finally:
        await session.end()


async def from_beginning_to_end(scene: Scene, session: Session, tmp_path: Path) -> None:
    words = session.words
    await session.tickets(scene.organisers_seat(session.code))
    line = await session.stranger.line({"seat": session.seats[0]})
    await session.play()

    never = session.telling | session.secrets | session.refused
    backups = tmp_path / "backups"
    backups.mkdir()
    early = backups / "early"
    assert scene.run("backup", str(early)).exit_code == 0
    places = scene.places()
    assert found(never, places | files_in(backups)) == set()
    # The search would find them: what was asked and was not taken back is there, in the database and in the backup.
    assert names(found(words, of(scene, places))) == names(found(words, files_in(backups))) == set(WORDS) - {"after"}
    assert names(found(words, kept_elsewhere(scene, places))) == set()
    read = await session.everything_is_read()
    assert names(found(words, read)) >= {"open", "withdrawn", "before", "erased"}

    await session.take_back()
    early.unlink()
    late = backups / "late"
    assert scene.run("backup", str(late)).exit_code == 0
    gone = {what: words[what] for what in TAKEN_BACK}
    assert found(gone, await session.everything_is_read()) == set()
    await nothing_is_left(gone, scene, backups)
    assert names(found(words, files_in(backups))) == set(WORDS) - set(TAKEN_BACK)
    await nothing_is_left(never, scene, backups)

    goes, stays = scene.keys(session.code)
    proofs = goes | stays
    assert names(found(proofs, of(scene, scene.places()))) == set(proofs)
    await session.forget()
    gone |= goes | {what: words[what] for what in FORGOTTEN}
    await nothing_is_left(gone, scene)
    still = of(scene, scene.places())
    assert names(found(stays, still)) == set(stays)
    assert {"open", "after", "reply", "merged", "waiting"} <= names(found(words, still))

    await line.hang_up()
    late.unlink()  # as the receipt tells
    done = scene.run("purge", session.code, "--yes", "--json")
    assert done.exit_code == 0, done.output
    receipt = receipt_in(done.stdout)
    assert receipt["found"] == 0 and receipt["rows"]["questions"] == len(session.questions) + 1
    everything = words | never | proofs
    assert scene.run("backup", str(backups / "last")).exit_code == 0
    left = files_in(backups) | {"receipt": done.output.encode()}
    assert found(everything, scene.places() | left) == set()
    scene.stop()
    assert found(everything, scene.places() | left) == set()


async def nothing_is_left(gone: dict[str, str], scene: Scene, *folders: Path) -> None:
    """Of what was taken back, or went through; where somebody reads meanwhile, it is erased a little later."""
    until = time.monotonic() + PATIENCE
    while left := found(gone, scene.places() | {at: data for each in folders for at, data in files_in(each).items()}):
        assert time.monotonic() < until, left
        await asyncio.sleep(0.2)


def of(scene: Scene, places: dict[str, bytes]) -> dict[str, bytes]:
    """Those places in which what is stored lies."""
    return {place: data for place, data in places.items() if place.startswith(tuple(scene.database))}


def kept_elsewhere(scene: Scene, places: dict[str, bytes]) -> dict[str, bytes]:
    """All others: nothing that anybody wrote belongs there."""
    return {place: data for place, data in places.items() if place not in of(scene, places)}


@pytest.mark.parametrize("way", sorted(written(mark("control"))))
def test_whatever_way_it_is_written_the_search_finds_it(way: str) -> None:
    canary = mark("control")
    planted = b"\0some bytes " + written(canary)[way] + b" and others\xff"
    assert names(found({"canary": canary}, {"here": planted, "there": b"nothing"})) == {"canary"}
    assert found({"canary": mark("control")}, {"here": planted}) == set()


@pytest.mark.parametrize("place", ["data", "log", "packed"])
def test_wherever_it_is_planted_the_search_finds_it(place: str, tmp_path: Path) -> None:
    canary = traces()["address"]
    said = {
        "data": canary.encode(),
        "log": f'{{"from": "{canary}"}}'.encode(),
        "packed": gzip.compress(canary.encode()),
    }
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / place).write_bytes(said[place])
    assert names(found({"address": canary}, files_in(tmp_path))) == {"address"}
