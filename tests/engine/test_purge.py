"""Purging: a meeting and everything in it is gone, from every table, every file and the memory, and nothing else."""

from __future__ import annotations

import gc
import json
from types import CodeType, FrameType

import pytest
from sqlalchemy import update

from facilitation import leftovers
from facilitation.db import reading
from facilitation.engine.jobs import Job
from facilitation.engine.purge import LOOKS, receipt_for
from facilitation.models import Meeting
from facilitation.programme.structure import Item, Organiser, Programme, Speaker
from facilitation.room import purging
from facilitation.room.joining import TakeSeat
from facilitation.room.meetings import Settings
from tests.conftest import PROGRAMME, House
from tests.organiser import sign_in
from tests.witness import eventually, everything_in, refused, written

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
    house.do(moderator, "item.add", title=f"A case, {CANARY}", text=CANARY, questions=[CANARY], speakers=[CANARY])
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
    assert receipt.texts >= receipt.looked_for >= 20
    assert receipt.bytes > 0 and "facilitation.sqlite" in receipt.files
    assert CANARY.encode() not in stored(full)
    assert CANARY.encode() not in repr(receipt).encode()


PLAN = Programme(
    title="The title of it",
    description="What it is\nall about",
    organisers=[Organiser(name="The union of nurses")],
    speakers=[Speaker(name="Amina Khalil", organisation="哈利勒基金会")],
    items=[
        Item(
            id="i1", title="Its first item", text="The item's words", questions=["Which law?"], speakers=["Иван Петров"]
        )
    ],
)


def test_all_that_people_wrote_is_looked_for(engine):
    """As it stands in the files: what is in a JSON column has escapes there."""
    code, links = engine.create_meeting(PLAN, Settings(groups=["Nurses and midwives", "Silent observers"]))
    moderator = engine.seated(code, engine.take_seat(code, TakeSeat(invite=links["moderator"]))[0])
    organiser = engine.seated(code, engine.writer.submit(Job(lambda db: sign_in(db, code))))
    alice = engine.seated(code, engine.take_seat(code, TakeSeat(group="Nurses and midwives"))[0])
    engine.take_seat(code, TakeSeat(group="Silent observers"))
    live = {
        "title": "Typed at the desk",
        "text": "And its text",
        "questions": ["Who, then?"],
        "speakers": ["Zoë Quill"],
    }
    engine.perform(moderator, "item.add", live)
    engine.perform(organiser, "meeting.lists", {"names": ["王小明和他"], "words": {"a language": ["scoundrel"]}})
    engine.perform(organiser, "meeting.settings", {"groups": ["Another group"], "title": "Its title of now"})
    engine.perform(organiser, "link.add", {"role": "stage", "name": "The hall's screen"})
    engine.perform(alice, "question.ask", {"text": "Who asks this?", "name": "Alice of all"})
    with reading(engine.database) as db:
        words = set(purging.words_of(db, code)[1])
    plain = [
        *("The title of it", "The union of nurses", "Amina Khalil", "Its first item", "The item's words", "Which law?"),
        *("Typed at the desk", "And its text", "Who, then?", "scoundrel", "a language", "Another group"),
        *("Its title of now", "The hall's screen", "Who asks this?", "Alice of all", "Nurses and midwives"),
        "Silent observers",
    ]
    escaped = ["What it is\nall about", "哈利勒基金会", "Иван Петров", "Zoë Quill", "王小明和他"]
    wanted = {text.encode() for text in plain} | {json.dumps(text)[1:-1].encode() for text in escaped}
    assert wanted - words == set()
    if engine.database.dialect.name == "sqlite":
        engine.writer.submit(Job(lambda _db: None))
        files = leftovers.files_of(engine.database)
        assert wanted - leftovers.found_in(files, list(wanted)) == set()
        receipt = engine.purge(code)
        assert receipt.found == 0 and receipt.looked_for >= len(wanted)


def test_so_is_what_was_said_about_a_question_and_what_opened_something(full, moderator, bob):
    """Why it was declined, what was answered and appealed; the keys, the passphrase and the secret of its codes."""
    question = full.ask(bob)
    full.do(moderator, "seat.mute", question=question)
    full.do(bob, "seat.appeal", text="Let me ask, please")
    opens = {
        "key": b"k" * 32,
        "team_key": b"t" * 32,
        "passphrase": "$argon2id$of-nobody",
        "totp": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP",
    }
    written(full, update(Meeting).values(opens))
    with reading(full.engine.database) as db:
        words = set(purging.words_of(db, full.code)[1])
    said = (f"Nobody knows {CANARY}.", f"It names {CANARY}", "Let me ask, please")
    wanted = {word if isinstance(word, bytes) else word.encode() for word in (*said, *opens.values())}
    assert wanted - words == set()


@FILES
def test_what_another_meeting_holds_as_well_is_neither_found_nor_looked_for(full, engine):
    engine.create_meeting(PROGRAMME, Settings(title=f"Another one, where {CANARY}"))
    with reading(engine.database) as db:
        _id, words = purging.words_of(db, full.code)
    receipt = engine.purge(full.code)
    assert receipt.found == 0
    assert 0 < receipt.looked_for < len(leftovers.telling(words))


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
    full.engine.teller._cut = cut.extend
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
