"""What the server tells of itself in numbers: right, in totals alone, documented, and to its own machine only."""

from __future__ import annotations

import re
import socket
import sqlite3
import threading
import urllib.error
import urllib.request

import pytest
from prometheus_client import generate_latest

from facilitation.app import create_app
from facilitation.engine.commands import COMMANDS
from facilitation.errors import Refused
from facilitation.web.refusals import REFUSALS
from tests.conftest import config_in
from tests.server import ROOT, Server, free_port
from tests.web.scenes import Visitor


@pytest.fixture
def metrics(app):
    """The instruments of the app."""
    return app.extensions["facilitation.metrics"]


@pytest.fixture
def value(metrics):
    """A function that reads one sample; 0 where nothing was counted yet."""
    return lambda name, **labels: metrics.registry.get_sample_value(f"facilitation_{name}", labels) or 0


def test_commands_by_name(house, alice, moderator, value):
    question = house.open_question(alice, moderator)
    with pytest.raises(Refused):
        house.do(alice, "vote.cast", question=question, value=1)
    assert value("command_seconds_count", command="question.ask") == 1
    assert value("command_seconds_count", command="vote.cast") == 1
    assert value("command_seconds_sum", command="question.ask") > 0


def test_commands_of_open_pages_too(house, alice, value):
    socket = Visitor.holding(house, alice).socket()
    socket.emit("question.ask", {"text": "Why?"}, callback=True)
    socket.emit("question.ask", {"text": ""}, callback=True)
    socket.emit("no.such", {}, callback=True)
    assert value("command_seconds_count", command="question.ask") == 2
    assert value("command_seconds_count", command="no.such") == 0
    assert (value("refusals_total", code="question.empty"), value("refusals_total", code="command.unknown")) == (1, 1)


def test_refusals_over_http_by_code(house, alice, value):
    phone = Visitor.holding(house, alice)
    phone.post("/commands/meeting.end", {})
    phone.form("meeting.end", {})
    house.app.test_client().get("/nowhere")
    assert value("refusals_total", code="command.forbidden") == 2
    assert value("refusals_total", code="page.unknown") == 1


def test_commits_and_the_jobs_in_them(house, alice, value):
    commits, jobs = value("commit_jobs_count"), value("commit_jobs_sum")
    house.ask(alice)
    house.ask(alice)
    house.settle()
    assert (value("commit_jobs_count") - commits, value("commit_jobs_sum") - jobs) == (3, 3)


def test_messages_and_deliveries(house, alice, bob, moderator, value):
    for actor in (alice, bob):
        Visitor.holding(house, actor).socket().emit("join", {}, callback=True)
    house.open_question(alice, moderator)
    house.settle()
    assert value("messages_total", event="pulse") >= 2
    assert value("deliveries_total", event="pulse") >= 2
    assert value("messages_total", event="yours") >= 1


def test_who_is_here(house, alice, moderator, value):
    assert value("participants") == 0
    seen = [Visitor.holding(house, actor).socket() for actor in (alice, alice, moderator)]
    assert value("participants") == 1
    assert (value("writer_queue"), value("outgoing_bytes")) == (0, 0)
    seen[0].disconnect()
    assert value("participants") == 1


def test_each_app_counts_for_itself(house, alice, tmp_path_factory, value):
    house.ask(alice)
    other = create_app(config_in(tmp_path_factory.mktemp("other"), migrate=True)).extensions["facilitation.metrics"]
    assert other.registry.get_sample_value("facilitation_commit_jobs_count") == 0
    assert value("commit_jobs_count") > 0


def test_nothing_identifies_a_meeting_or_a_person(house, alice, moderator, metrics):
    house.open_question(alice, moderator, "Zanzibar?")
    with pytest.raises(Refused):
        house.do(alice, "Zanzibar", text="Zanzibar")
    Visitor.holding(house, alice).socket().emit("Zanzibar", {}, callback=True)
    told = generate_latest(metrics.registry).decode()
    secrets = ["Zanzibar", house.code, *house.links.values(), *house.tokens.values()]
    assert [secret for secret in secrets if secret in told] == []
    said = {name: set(re.findall(rf'[{{,]{name}="([^"]*)"', told)) for name in ("command", "code")}
    assert "question.ask" in said["command"] <= set(COMMANDS)
    assert "command.unknown" in said["code"] <= set(REFUSALS)
    assert {label for labels in re.findall(r"{(.+)}", told) for label in re.findall(r'(\w+)="', labels)} <= {
        "command",
        "code",
        "event",
        "le",
    }


def test_every_metric_is_documented(metrics):
    ours = {
        family.name + ("_total" if family.type == "counter" else "")
        for family in metrics.registry.collect()
        if family.name.startswith("facilitation_")
    }
    documented = set(re.findall(r"^\| `(facilitation_\w+)`", (ROOT / "docs" / "operating.md").read_text(), re.M))
    assert len(ours) >= 10
    assert documented == ours


@pytest.mark.slow
def test_a_server_tells_its_own_machine_and_nobody_else(tmp_path):
    port = free_port()
    server = Server(tmp_path, METRICS_PORT=str(port))
    server.start()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
            told = answer.read().decode()
        with pytest.raises(ConnectionRefusedError):  # another address of the same machine, as a stranger's would be
            socket.create_connection(("127.0.0.2", port)).close()
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{server.address}/metrics")
    finally:
        server.stop()
    assert "facilitation_loop_gap_seconds_bucket" in told
    assert "process_resident_memory_bytes" in told and "process_open_fds" in told
    assert (tmp_path / "stderr.txt").read_text() == ""


@pytest.mark.slow
def test_a_loop_that_answers_nobody_is_noticed(tmp_path):
    """It waits for a file that somebody else has locked, and so does everybody."""
    port = free_port()
    server = Server(tmp_path, METRICS_PORT=str(port))
    server.start()

    def told(patience):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=patience) as answer:
            return answer.read().decode()

    def long_gaps():
        page = told(20)
        all_of_them, short = (
            float(re.search(rf'^facilitation_loop_gap_seconds_bucket{{le="{re.escape(le)}"}} (.+)$', page, re.M)[1])
            for le in ("+Inf", "0.2")
        )
        return all_of_them - short

    try:
        before = long_gaps()
        _, made = server.call("POST", "/api/meetings", {"programme": {"title": "A session"}})
        lock = sqlite3.connect(tmp_path / "facilitation.sqlite", isolation_level=None)
        lock.execute("BEGIN IMMEDIATE")
        path = f"/api/{made['code']}/seats"
        asking = threading.Thread(target=lambda: server.call("POST", path, {}))
        asking.start()
        with pytest.raises(TimeoutError):
            while True:  # until nobody is answered
                told(0.5)
        lock.close()
        asking.join()
        assert long_gaps() > before
    finally:
        server.stop()
