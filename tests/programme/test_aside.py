"""Programmes are read in a process of their own, within limits; whatever becomes of it, others are served."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import threading

import pytest

from facilitation.errors import Refused
from facilitation.programme import __main__ as child
from facilitation.programme import limits, read
from facilitation.programme.aside import Reader, Readers
from facilitation.programme.exchange import Fault, Order, Refusal
from tests.programme.texts import FORUM_SESSION
from tests.server import ROOT

PATIENCE = 60  # seconds, for busy machines
TEXT = "# Safe streets\n\n- Who pays?\n"
SECRET = "Zanzibar papers"


@pytest.fixture(scope="module")
def readers():
    """Two that read, shared by the tests of this file, each of which may end them."""
    readers = Readers(seconds=PATIENCE)
    yield readers
    readers.close()


@pytest.fixture
def reader():
    """One that reads, which has read already."""
    reader = Reader()
    reader.ask(order(TEXT), PATIENCE)
    yield reader
    reader.end()


def order(text):
    return Order(text.encode(), pasted=True)


def code_of(read_it):
    with pytest.raises(Refused) as refused:
        read_it()
    return refused.value.code


def in_a_thread(work):
    """A started thread, and the list in which the code of its refusal will stand."""
    codes = []
    thread = threading.Thread(target=lambda: codes.append(code_of(work)))
    thread.start()
    return thread, codes


class TestTheSameAsReadingItHere:
    def test_a_text(self, readers):
        found = readers.read(FORUM_SESSION)
        assert (found.programme, found.text) == (read(FORUM_SESSION), FORUM_SESSION)

    def test_a_file(self, readers):
        found = readers.read(FORUM_SESSION.encode("utf-16"), "session.txt")
        assert (found.programme, found.text) == (read(FORUM_SESSION), FORUM_SESSION)

    @pytest.mark.parametrize(
        "source", ["", "a\0", "half a character: \ud800", b"%PDF-1.7", "a\n" * 20_000, "a: [\nb:\n- c"]
    )
    def test_a_refusal_with_its_details(self, readers, source):
        with pytest.raises(Refused) as here:
            read(source, "a.yaml")
        with pytest.raises(Refused) as aside:
            readers.read(source, "a.yaml")
        assert (aside.value.code, aside.value.details) == (here.value.code, here.value.details)

    def test_one_process_reads_one_after_the_other(self, readers):
        readers.read(TEXT)
        first = readers._free.queue[-1].process.pid
        readers.read(TEXT)
        assert readers._free.queue[-1].process.pid == first


class TestWhatBreaksOff:
    def test_a_reading_that_takes_too_long(self, reader, caplog):
        os.kill(reader.process.pid, signal.SIGSTOP)
        assert code_of(lambda: reader.ask(order(SECRET), 0.2)) == "programme.not_read"
        assert not reader.lives
        assert "broken off: TimeoutError" in caplog.text and SECRET not in caplog.text

    def test_a_process_that_is_killed_in_the_middle(self, reader):
        os.kill(reader.process.pid, signal.SIGSTOP)
        thread, codes = in_a_thread(lambda: reader.ask(order(TEXT), PATIENCE))
        os.kill(reader.process.pid, signal.SIGKILL)
        thread.join(PATIENCE)
        assert codes == ["programme.not_read"]

    @pytest.mark.parametrize("garbage", [b"\xff\xff\xff\xff", b"\0\0\0\1\xc1", b"\0\0\0\1\x80", b"\0\0"])
    def test_an_answer_that_is_garbage(self, reader, garbage):
        reader._line.close()
        reader._line, theirs = socket.socketpair()
        with theirs:
            theirs.sendall(garbage)
            theirs.shutdown(socket.SHUT_WR)
            assert code_of(lambda: reader.ask(order(TEXT), PATIENCE)) == "programme.not_read"
        assert not reader.lives

    def test_the_next_programme_is_read_all_the_same(self, readers):
        readers.read(TEXT)
        os.kill(readers._free.queue[-1].process.pid, signal.SIGKILL)
        readers._free.queue[-1].process.wait()
        assert readers.read(TEXT).programme == read(TEXT)

    def test_more_than_can_be_read_at_a_time_wait_and_are_then_told_so(self, reader):
        alone = Readers(at_most=1, seconds=PATIENCE, wait=0.1)
        alone._free.get()
        alone._free.put(reader)
        os.kill(reader.process.pid, signal.SIGSTOP)
        thread, codes = in_a_thread(lambda: alone.read(TEXT))
        while not alone._free.empty():
            threading.Event().wait(0.01)
        assert code_of(lambda: alone.read(TEXT)) == "server.busy"
        os.kill(reader.process.pid, signal.SIGKILL)
        thread.join(PATIENCE)
        assert codes == ["programme.not_read"] and alone._free.qsize() == 1


class TestTheProcess:
    def test_its_memory_is_limited_and_never_written_to_a_file(self, reader):
        pid = reader.process.pid
        assert resource.prlimit(pid, resource.RLIMIT_AS) == (limits.MEMORY_BYTES, limits.MEMORY_BYTES)
        assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)

    def test_it_knows_none_of_the_servers_secrets(self, monkeypatch):
        monkeypatch.setenv("ORGANISER_KEY", SECRET)
        reader = Reader()
        try:
            reader.ask(order(TEXT), PATIENCE)
            with open(f"/proc/{reader.process.pid}/environ") as environment:
                assert SECRET not in environment.read()
        finally:
            reader.end()

    def test_it_goes_with_its_server(self):
        program = (
            "from facilitation.programme.aside import readers; readers.read('Hello');"
            "print(readers._free.queue[-1].process.pid, flush=True); import os; os._exit(0)"
        )
        said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True).stdout
        for _ in range(100 * PATIENCE):
            try:
                os.kill(int(said), 0)
            except ProcessLookupError:
                return
            threading.Event().wait(0.01)
        pytest.fail("it outlives its server")

    def test_out_of_memory_is_a_refusal(self, monkeypatch):
        def greedy(*_source):
            raise MemoryError

        monkeypatch.setattr(child, "read", greedy)
        assert child.answer(order(TEXT)) == Refusal("programme.not_read", {})

    def test_of_a_fault_the_kind_and_the_place_are_logged_and_no_content(self, reader, monkeypatch, caplog):
        def faulty(source, _filename):
            raise ValueError(f"cannot read {source}")

        monkeypatch.setattr(child, "read", faulty)
        fault = child.answer(order(SECRET))
        assert isinstance(fault, Fault)
        alone = Readers(at_most=1)
        monkeypatch.setattr(Reader, "ask", lambda *_order: fault)
        assert code_of(lambda: alone.read(SECRET)) == "server.fault"
        assert "ValueError" in caplog.text and "in faulty" in caplog.text and SECRET not in caplog.text
        alone._free.get().end()


def test_the_event_loop_goes_on_while_a_programme_is_read():
    """The one that reads is stopped, and what lets it go on is counted by the loop that waits for it."""
    program = """
import eventlet; eventlet.monkey_patch()
import os, signal, threading, time
from facilitation.programme.aside import Readers
readers = Readers(seconds=600)
readers.read("Hello")
pid = readers._free.queue[-1].process.pid
os.kill(pid, signal.SIGSTOP)
ticks = 0
def tick():
    global ticks
    for ticks in range(1, 51):
        time.sleep(0.001)
    os.kill(pid, signal.SIGCONT)
threading.Thread(target=tick).start()
readers.read("Hello " * 60_000)
print(ticks)
"""
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], cwd=ROOT, capture_output=True, timeout=PATIENCE, check=True
    )
    assert said.stdout == b"50\n"
