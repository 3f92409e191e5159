"""Purging: a meeting and everything in it is gone, from every table, every file and the memory, and nothing else."""

from __future__ import annotations

import gc
from types import CodeType, FrameType

import pytest

from facilitation.engine.purge import LOOKS, receipt_for
from facilitation.room.meetings import Settings
from facilitation.room.seats import TakeSeat
from tests.conftest import PROGRAMME, House
from tests.witness import eventually, everything_in, refused

CANARY = "the canary sings at 4711 Hidden Street"


@pytest.fixture
def full(house: House, moderator, organiser, alice, bob) -> House:
    """A meeting with something in every table."""
    question = house.open_question(alice, moderator, f"Who knows {CANARY}?")
    house.do(moderator, "question.reply", question=question, text=f"Nobody knows {CANARY}.")
    house.do(bob, "vote.cast", question=question, value=1, id="a-vote")
    house.do(bob, "question.ask", text="And who is this?", name_=f"Anna, {CANARY}")
    declined = house.ask(bob, f"Declined: {CANARY}")
    house.do(moderator, "question.decline", question=declined, reason=f"It names {CANARY}")
    house.do(organiser, "ticket.add", count=2)
    house.settle()
    assert all(everything_in(house.engine).values())
    return house


def stored(house: House) -> bytes:
    folder = house.app.extensions["facilitation.config"].data_dir
    return b"".join(file.read_bytes() for file in folder.glob("facilitation.sqlite*"))


def test_every_row_goes(full):
    receipt = full.engine.purge(full.code)
    assert all(receipt.rows.values())
    assert set(receipt.rows) == set(everything_in(full.engine))
    assert not any(everything_in(full.engine).values())
    assert (receipt.files == []) == (receipt.database == "postgresql")
    assert receipt.meeting == f"{full.code[:4]}-{full.code[4:]}"
    with refused("meeting.unknown"):
        full.engine.purge(full.code)


def test_another_meeting_stays_as_it_is(full, engine):
    code, links = engine.create_meeting(PROGRAMME, Settings())
    token, _role = engine.take_seat(code, TakeSeat(invite=links["moderator"]))
    other = engine.seated(code, token)
    engine.perform(other, "item.present", {"item": "i1"})
    before = {table: set(map(repr, rows)) for table, rows in everything_in(engine).items()}
    engine.purge(full.code)
    after = everything_in(engine)
    assert all(set(map(repr, rows)) <= before[table] for table, rows in after.items())
    assert engine.join(other)["revision"]["team"] > 0
    assert {table for table, rows in after.items() if rows} == {"items", "links", "meetings", "seats", "timeline"}


FILES = pytest.mark.sqlite_alone("PostgreSQL's files are not looked through, which the receipt says")


@FILES
def test_every_byte_goes_and_the_receipt_says_so(full):
    assert CANARY.encode() in stored(full)
    receipt = full.engine.purge(full.code)
    assert (receipt.found, receipt.database) == (0, "sqlite")
    assert receipt.looked_for == receipt.texts >= 7
    assert receipt.bytes > 0 and "facilitation.sqlite" in receipt.files
    assert CANARY.encode() not in stored(full)
    assert CANARY.encode() not in repr(receipt).encode()


@FILES
@pytest.mark.parametrize("ends", [True, False], ids=["and ends", "all the time"])
def test_where_a_backup_reads_meanwhile_the_receipt_says_what_is_left(full, monkeypatch, ends):
    monkeypatch.setattr("facilitation.engine.purge.ERASE_AGAIN", 0.0)
    monkeypatch.setattr("facilitation.engine.writer.ERASE_AGAIN", 0.01)
    found = []
    with full.engine.database.connect() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM questions").one()

        def look(*looked):
            if ends and found:
                reader.close()
                eventually(lambda: not full.engine.writer._remains)
            receipt = receipt_for(*looked)
            found.append(receipt.found)
            return receipt

        monkeypatch.setattr("facilitation.engine.purge.receipt_for", look)
        receipt = full.engine.purge(full.code)
    assert [number > 0 for number in found] == ([True, False] if ends else [True] * LOOKS)
    assert receipt.found == found[-1]


def test_sockets_are_closed_and_what_was_kept_is_let_go(full, alice, moderator, client):
    assert CANARY in client.get(f"/{full.code}/record.md").get_data(as_text=True)
    client.get(f"/{full.code}")
    cut = []
    full.engine._cut = cut.extend
    full.engine.presence.came("a phone", alice)
    full.engine.presence.came("a desk", moderator)
    full.engine.join(moderator)
    full.engine.purge(full.code)
    full.settle()
    assert sorted(cut) == ["a desk", "a phone"]
    assert full.engine.snapshots._kept == {}
    assert full.engine.snapshots.shelves._shelves == {}
    assert not list(full.app.extensions["facilitation.pages"]._kept)
    for path in ("", "/record.md", "/desk"):
        assert client.get(f"/{full.code}{path}").status_code == 404


def test_nothing_in_memory_holds_its_words(full):
    full.sent.clear()
    full.engine.join(full.seat())
    full.engine.purge(full.code)
    full.settle()
    full.sent.clear()
    gc.collect()
    assert [repr(holder)[:3000] for holder in holders_of(CANARY, full.engine, full.app.extensions)] == []


def holders_of(words: str, *roots: object) -> list[object]:
    """Whatever can be reached from there and holds these words and more; this module's own aside.

    Not all that Python keeps track of: it loses sight of tuples of plain strings.
    """
    found: list[object] = []
    excused = {id(globals())}
    ahead, seen = list(roots), {id(root): root for root in roots}
    while ahead:
        holder = ahead.pop()
        if isinstance(holder, FrameType | CodeType) or id(holder) in excused:
            continue
        for kept in gc.get_referents(holder):
            if id(kept) not in seen:
                seen[id(kept)] = kept  # so that its number is not another's meanwhile
                ahead.append(kept)
            if isinstance(kept, str | bytes | bytearray) and len(kept) > len(words) and _holds(kept, words.encode()):
                found.append(holder)
    return found


def _holds(kept: str | bytes | bytearray, words: bytes) -> bool:
    return words in (kept.encode("utf-8", "replace") if isinstance(kept, str) else kept)


def test_no_number_is_given_twice(full):
    """An open page of a seat that is gone, or what memory holds of a meeting, must not become somebody else's."""
    engine = full.engine
    before = everything_in(engine)
    engine.purge(full.code)
    code, _links = engine.create_meeting(PROGRAMME, Settings())
    token, _role = engine.take_seat(code, TakeSeat())
    newcomer = engine.seated(code, token)
    assert newcomer.seat_id > max(row[0] for row in before["seats"])
    assert newcomer.meeting_id > max(row[0] for row in before["meetings"])
