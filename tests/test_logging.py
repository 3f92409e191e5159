"""Nothing that somebody wrote, no token, no name, no address ever stands in a log; nor when something breaks."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
from contextlib import suppress

import pytest

from facilitation.logs import AsJson, library_log
from facilitation.programme import read
from tests.server import Server
from tests.web.scenes import Visitor

WORDS, NAME, REASON, ANSWER = "Zanzibar papers?", "Alice Quill", "Tanganyika", "Kilimanjaro"
ADDRESS, AGENT = "203.0.113.77", "Ngorongoro/1.0"


@pytest.fixture
def everything_logged(caplog, capfd):
    """Logging at its most talkative; a function that returns all that was said anywhere."""
    loggers = [logging.getLogger(name) for name in ("", "facilitation", "sqlalchemy", "sqlalchemy.engine", "werkzeug")]
    before = [logger.level for logger in loggers]
    caplog.set_level(logging.DEBUG)
    logging.getLogger("facilitation").setLevel(logging.DEBUG)
    yield lambda: caplog.text + "".join(capfd.readouterr())
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)


def secrets_of(house):
    return [
        WORDS,
        "Zanzibar",
        NAME,
        "Quill",
        REASON,
        ANSWER,
        ADDRESS,
        AGENT,
        *house.links.values(),
        *house.tokens.values(),
    ]


def play(house, alice, bob, moderator):
    """A meeting in brief, through every door, with refusals."""
    phone, desk = Visitor.holding(house, alice), Visitor.holding(house, moderator)
    socket = phone.socket()
    socket.emit("join", {}, callback=True)
    question = socket.emit("question.ask", {"text": WORDS, "name": NAME}, callback=True)["question"]
    socket.emit("question.ask", {"text": WORDS * 100}, callback=True)
    socket.emit(WORDS, {"text": NAME}, callback=True)
    phone.post("/commands/question.ask", {"text": WORDS, NAME: NAME})
    browser = phone.browser()
    browser.get(f"/{house.code}", environ_base={"REMOTE_ADDR": ADDRESS}, headers={"User-Agent": AGENT})
    phone.form("question.ask", {"text": WORDS, "name": NAME}, browser)
    desk.form("question.approve", {"question": question})
    Visitor.holding(house, bob).post("/commands/vote.cast", {"question": question, "value": 1})
    desk.post("/commands/question.reply", {"question": question, "text": ANSWER})
    desk.post("/commands/question.decline", {"question": question, "reason": REASON})
    phone.post("/commands/question.withdraw", {"question": question})
    house.app.test_client().post("/api/meetings", json={"programme": f"# {WORDS}\n\n- {NAME}?\n"})


def test_in_a_meeting_nothing_is_said(house, alice, bob, moderator, everything_logged):
    play(house, alice, bob, moderator)
    said = everything_logged()
    assert [secret for secret in secrets_of(house) if secret in said] == []


@pytest.mark.parametrize(
    "broken",
    [
        "facilitation.room.questions.clean",
        "facilitation.engine.snapshot.state_since",
        "facilitation.engine.writer.stamp_scores",
        "facilitation.room.joining.clean_line",
        "facilitation.engine.commands.parse",
    ],
)
def test_when_something_breaks_its_kind_and_place_are_said_and_no_content(
    house, alice, bob, moderator, everything_logged, monkeypatch, broken
):
    def fault(*arguments, **_more):
        raise ValueError(f"cannot do this with {arguments} {WORDS} {NAME} {house.tokens}")

    monkeypatch.setattr(broken, fault)
    with suppress(KeyError):  # the script goes no further without a question; what was logged until then counts
        play(house, alice, bob, moderator)
    house.app.test_client().post("/api/meetings", json={"programme": WORDS})
    house.app.test_client().post(f"/api/{house.code}/seats", json={"group": NAME})
    said = everything_logged()
    assert "ValueError" in said
    assert [secret for secret in secrets_of(house) if secret in said] == []


def test_a_fault_of_the_database_quotes_no_values(house, alice, engine, everything_logged):
    with engine.database.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("DROP TABLE timeline")
        connection.exec_driver_sql("BEGIN")
    status, answer = Visitor.holding(house, alice).post("/commands/question.ask", {"text": WORDS, "name": NAME})
    assert (status, answer["error"]["code"]) == (503, "server.storage")
    said = everything_logged()
    assert "OperationalError" in said
    assert [secret for secret in secrets_of(house) if secret in said] == []


def test_what_a_fault_answers_quotes_nothing(house, alice, monkeypatch):
    def fault(*_arguments, **_more):
        raise ValueError(WORDS)

    monkeypatch.setattr("facilitation.room.questions.clean", fault)
    status, answer = Visitor.holding(house, alice).post("/commands/question.ask", {"text": WORDS})
    assert status == 500 and answer["error"]["code"] == "server.fault" and WORDS not in repr(answer)
    page = Visitor.holding(house, alice).form("question.ask", {"text": "Why?"})
    assert page.status_code == 500 and WORDS not in page.get_data(as_text=True)


@pytest.fixture
def json_lines():
    """Everything logged as JSON, at its most talkative; a function that returns the objects and their text."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(AsJson())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: ([json.loads(line) for line in written.getvalue().splitlines()], written.getvalue())
    root.removeHandler(handler)
    root.setLevel(level)


def test_as_json_the_kind_and_place_of_a_fault_stand_in_fields(house, alice, bob, moderator, json_lines, monkeypatch):
    def fault(*_arguments, **_more):
        raise ValueError(WORDS)

    monkeypatch.setattr("facilitation.room.questions.clean", fault)
    with suppress(KeyError):
        play(house, alice, bob, moderator)
    lines, text = json_lines()
    failed = next(line for line in lines if line.get("fault"))
    assert (failed["level"], failed["message"], failed["fault"]) == ("ERROR", "a command failed", "ValueError")
    assert failed["logger"].startswith("facilitation.") and "in fault" in failed["place"]
    assert failed["time"].endswith("+00:00")
    assert [secret for secret in secrets_of(house) if secret in text] == []


def test_as_json_a_librarys_words_are_left_out(json_lines):
    log = logging.getLogger("some.library")
    log.warning("bad request from %s: %s", ADDRESS, WORDS)
    try:
        raise ValueError(f"{NAME}\n{WORDS}")
    except ValueError:
        log.exception(f"cannot serve {NAME}")
    library_log("engineio").error("Invalid session from %s", ADDRESS)
    lines, text = json_lines()
    assert [line["message"] for line in lines[:2]] == ["a library said something"] * 2
    assert lines[1]["fault"] == "ValueError" and "fault" not in lines[0]
    assert [secret for secret in (ADDRESS, WORDS, NAME) if secret in text] == []


@pytest.mark.slow
def test_a_server_says_all_it_says_as_json(tmp_path):
    server = Server(tmp_path, LOG_FORMAT="json")
    server.start()
    try:
        _, made = server.call("POST", "/api/meetings", {"programme": {"title": WORDS}})
        _, seated = server.call("POST", f"/api/{made['code']}/seats", {})
        with sqlite3.connect(tmp_path / "facilitation.sqlite") as database:
            database.execute("DROP TABLE timeline")
        database.close()
        question = {"text": WORDS, "name": NAME}
        asked = server.call("POST", f"/api/{made['code']}/commands/question.ask", question, seated["seat"])
        assert (asked[0], asked[1]["error"]["code"]) == (503, "server.storage")
    finally:
        server.stop()
    text = (tmp_path / "stderr.txt").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["fault"] for line in lines if line["level"] == "ERROR"] == ["OperationalError"]
    assert [secret for secret in (WORDS, NAME, seated["seat"], made["code"]) if secret in text] == []


def test_reading_a_programme_says_nothing(everything_logged):
    read(f"# {WORDS}\n\nDate: 26/11/2019\n\n{NAME}\n\n- {ANSWER}?\n")
    assert WORDS not in everything_logged()
