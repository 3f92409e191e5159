"""The page's figures come from the raw data, and say honestly what was reached."""

from __future__ import annotations

import copy
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import __main__ as command
from bench import page
from bench.measures.pulses import delays_since
from bench.pictures import draw
from bench.targets import TARGETS, judged

RAW = json.loads((Path(__file__).parent / "raw.json").read_text())


@pytest.fixture
def raw():
    return copy.deepcopy(RAW)


def test_every_target_is_judged(raw):
    assert [verdict["what"] for verdict in judged(raw["measures"])] == [target.what for target in TARGETS]


def test_a_ratio_is_of_the_best_rounds(raw):
    rounds = raw["measures"]["fanout"]["rounds"]
    rounds["this server"] = [{**rounds["this server"][0], "cpu_us": cost} for cost in (30.0, 14.0)]
    rounds["C loop"] = [{**rounds["C loop"][0], "cpu_us": cost} for cost in (10.0, 20.0)]
    assert judged(raw["measures"])[0]["value"] == 1.4
    assert judged(raw["measures"])[0]["met"]


def test_a_miss_is_said(raw):
    raw["measures"]["crowded"]["hold"]["dropped"] = 3
    assert "| 10,000 sockets: dropped | 3 | at most 0 | **no** |" in page.figures(raw, {})


def test_a_peer_that_was_absent_and_a_measure_that_failed_are_named(raw):
    fanout = raw["measures"]["fanout"]
    del fanout["rounds"]["C loop"]
    fanout["absent"] = {"C loop": "there is no C compiler"}
    raw["measures"]["wave"] = {"failed": "TimeoutError: not done after 300 s"}
    text = page.figures(raw, {})
    assert "- Not measured: C loop: there is no C compiler" in text
    assert "- Failed: wave: TimeoutError: not done after 300 s" in text
    assert "| … p99 from commit to receipt, over the C loop's | not measured | at most 1.5 × | |" in text


def test_a_peer_that_an_earlier_run_lacks_is_left_out(raw, tmp_path):
    rounds = raw["measures"]["votes"]["rounds"]
    rounds.pop("our own wire", None)
    assert "votes.svg" in draw(raw["measures"], tmp_path)
    text = page.figures(raw, {})
    assert "what storing costs: our p95 on one question over our own wire" not in text
    assert "what storing costs: our p95 on one question over Node Socket.IO storing nothing" in text
    rounds["our own wire"] = rounds["Node Socket.IO"]
    assert "what storing costs: our p95 on one question over our own wire" in page.figures(raw, {})


def test_pictures_are_the_same_from_the_same_data(raw, tmp_path):
    first, second = draw(raw["measures"], tmp_path / "first"), draw(raw["measures"], tmp_path / "second")
    assert list(first) == list(second) == ["fanout.svg", "sizes.svg", "votes.svg"]
    for name in first:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()
        assert ET.parse(tmp_path / "first" / name).getroot().tag.endswith("svg")
    assert "stock Flask-SocketIO" in (tmp_path / "first" / "fanout.svg").read_text()


def test_a_pulse_that_tells_of_two_commits_is_late_by_the_first():
    commits = {"Pulse 0 x": 10.0, "Pulse 1 x": 10.25, "Pulse 2 x": 10.5}
    heard = [("Pulse 0 x", [10.01]), ("Pulse 2 x", [10.6, 10.7])]
    assert delays_since(commits, heard) == pytest.approx([0.01, 0.35, 0.45])


def test_a_pulse_that_is_read_before_its_acknowledgement_counts_from_its_first_arrival():
    assert delays_since({"Pulse 0 x": 10.0}, [("Pulse 0 x", [9.9, 10.1])]) == pytest.approx([0.0, 0.2])


@pytest.mark.parametrize(
    ("figures", "status"),
    [(dict, 0), (lambda: {"exact": False}, 1), (lambda: 1 / 0, 1)],
    ids=["exact", "a wrong count", "a failure"],
)
def test_the_exit_status_tells(monkeypatch, tmp_path, figures, status):
    monkeypatch.setattr(command, "MEASURES", {"votes": lambda _long: figures()})
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    monkeypatch.setattr(command, "room_for", lambda sockets: sockets)
    monkeypatch.setattr(command, "judged", lambda _measures: [])
    ran = CliRunner().invoke(command.bench, [])
    assert ran.exit_code == status
    assert json.loads(ran.stdout.splitlines()[-1])["measures"]["votes"]


def test_figures_of_a_part_are_not_shown():
    ran = CliRunner().invoke(command.bench, ["--only", "votes", "--write-docs"])
    assert ran.exit_code == 1
    assert "takes a whole run" in ran.output
