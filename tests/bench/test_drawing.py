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


def test_a_ratio_is_the_median_of_the_rounds_own(raw):
    """The best of each would be 12 over 8; the medians', 14 over 10."""
    rounds = raw["measures"]["fanout"]["rounds"]
    rounds["this server"] = [{**rounds["this server"][0], "cpu_us": cost} for cost in (30.0, 14.0, 12.0)]
    rounds["C loop"] = [{**rounds["C loop"][0], "cpu_us": cost} for cost in (20.0, 10.0, 8.0)]
    del rounds["Node Socket.IO"]
    verdict = judged(raw["measures"])[0]
    assert (verdict["value"], verdict["lowest"], verdict["highest"], verdict["met"]) == (1.5, 1.4, 1.5, False)
    assert "over the C loop's | 1.5 × (1.4 to 1.5) | at most 1.4 × | **no** |" in page.figures(raw, {})
    rounds["this server"][0]["cpu_us"] = 20.0
    assert judged(raw["measures"])[0]["met"]


def test_a_pulse_that_was_not_told_is_a_miss(raw):
    raw["measures"]["crowded"]["hold"]["pulses"] -= 1
    raw["measures"]["fanout"]["rounds"]["this server"][0]["pulses"] -= 2
    text = page.figures(raw, {})
    assert "| … pulses that were not told, or together with the next | 1 | at most 0 | **no** |" in text
    assert "| … not told, or together with the next, of all rounds | 2 | at most 0 | **no** |" in text


def test_how_a_bound_is_read_stands_beside_it_with_what_it_would_be_otherwise(raw):
    rounds = raw["measures"]["votes"]["rounds"]
    for name, kind, p95 in (
        ("this server", "one", 130.0),
        ("stock Flask-SocketIO", "nothing", 260.0),
        ("our own wire", "nothing", 65.0),
        ("Node Socket.IO", "nothing", 52.0),
    ):
        for found in rounds[name]:
            found[f"ack_{kind}_ms"]["p95"] = p95
    row = next(line for line in page.figures(raw, {}).splitlines() if line.startswith("| … on one question"))
    assert "(judged: stock Flask-SocketIO's, as below) | 0.5 ×; over our own wire's 2 ×; " in row
    assert "over Node Socket.IO's 2.5 × | at most 1.3 × | yes |" in row


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
    assert "over our own wire's" in page.figures(raw, {})
    del raw["measures"]["votes"]["rounds"]["our own wire"]
    assert "votes.svg" in draw(raw["measures"], tmp_path)
    text = page.figures(raw, {})
    assert "over our own wire's" not in text
    assert "over Node Socket.IO's" in text


def test_a_measure_that_an_earlier_run_lacks_is_named(raw, tmp_path):
    del raw["measures"]["sizes"], raw["measures"]["crowded"]["gone_s"]
    assert list(draw(raw["measures"], tmp_path)) == ["fanout.svg", "votes.svg"]
    text = page.figures(raw, {})
    assert "- Not measured: sizes: this run knows nothing of it" in text
    assert "| … gone after SIGTERM in the middle of votes | not measured | at most 5 s | |" in text


def test_five_thousand_are_told_once(raw):
    """Beside the peers; the other sizes have measures of their own."""
    raw["measures"]["fanout"]["rounds"]["this server"][0]["sockets"] = 5000
    text = page.figures(raw, {})
    sizes = [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| a pulse to")]
    assert sizes[-1] == "a pulse to 5,000 sockets"
    assert len(sizes) == len(set(sizes)) == len(raw["measures"]["sizes"]["rounds"]) + 2


def test_each_measure_is_shown_with_the_load_of_its_own_run(raw, tmp_path):
    earlier = tmp_path / "earlier.json"
    earlier.write_text(json.dumps(raw))
    taken = command._taken_from(earlier)
    raw["machine"]["load_before"] = 0.1
    raw["measures"] = taken | {"slow": raw["measures"]["slow"]}
    raw["measures"]["votes"]["taken"] = {**raw["measures"]["votes"]["taken"]}
    del raw["measures"]["votes"]["taken"]["machine"]
    text = page.figures(raw, {})
    run = "commit 0123456789, 2026-11-22 15:15, a short run, load of the machine before:"
    assert f"- Slow: {run} 0.1\n" in text
    assert f"- Votes: {run} not kept\n" in text
    assert f", gap, screens: {run} {RAW['machine']['load_before']}\n" in text


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


@pytest.mark.parametrize(("options", "status"), [([], 0), (["--long"], 1)], ids=["a short run", "a long run"])
def test_a_long_run_fails_where_a_target_is_missed(monkeypatch, tmp_path, options, status):
    missed = {"what": "", "value": 2, "lowest": 2, "highest": 2, "bound": "at most 1", "unit": "", "met": False}
    monkeypatch.setattr(command, "MEASURES", {"votes": lambda _long: {"exact": True}})
    monkeypatch.setattr(command, "RESULTS", tmp_path)
    monkeypatch.setattr(command, "room_for", lambda sockets: sockets)
    monkeypatch.setattr(command, "judged", lambda _measures: [missed])
    assert CliRunner().invoke(command.bench, options).exit_code == status


def test_figures_of_a_part_are_not_shown():
    ran = CliRunner().invoke(command.bench, ["--only", "votes", "--write-docs"])
    assert ran.exit_code == 1
    assert "takes a whole run" in ran.output
