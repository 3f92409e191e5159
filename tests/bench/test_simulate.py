"""The simulation on cases that can be computed by hand, and the page as it writes it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from bench import simulate
from bench.simulation import lock, tables
from bench.simulation.costs import Assumed, Share
from bench.simulation.read import costs
from bench.simulation.scenarios import back, joins, presented, votes
from bench.simulation.site import Site, alone, site
from bench.simulation.stations import Group, Station, percentile, run
from bench.simulation.steady import small, steady

RAW = json.loads(simulate.SHOWN.read_text())
MEASURED = costs(RAW, Assumed())
# Every figure is round: a process takes 2 ms for somebody new, the database 1 ms, nginx 4 ms.
ROUND = replace(
    MEASURED,
    arrival=Share(0.002, 0.001, 0.004, 1250.0),
    back=Share(0.001, 0.0, 0.0, 0.0),
    delivery=Share(1e-5, 0.0, 2e-5, 1250.0),
    pulse=Share(0.005, 0.002),
    vote=Share(1e-4, 1e-5),
    vote_elsewhere=0.0,
    hint=0.001,
    idle=1e-5,
    transaction=0.01,
    transaction_vote=1e-4,
    transaction_counted=0.0,
    transaction_own=1e-4,
    handover=0.0,
    queue_taken=0.0,
    queue_passed_on=0.001,
    queue_byte=1e-6,
    revoked=0.0,
    pulses_per_second=2.0,
)
TERMS = lock.Terms(
    itself=0.01, each=0.001, counted=0.0, handover=0.002, own=0.0, others=0.0, batch=100, patience=3.0, pause=2.0
)


def a_site(people: int, processes: int = 1, fronts: int = 1) -> Site:
    assumed = Assumed(database_cores=4, nginx_cores=4, bits_a_second=1e8, small_meeting=100, small_meeting_every=10.0)
    return Site(people, processes, fronts, ROUND, assumed)


def test_somebody_alone_waits_for_nobody():
    process, database = Station("process"), Station("database", 2)
    (done,) = run([Group(5.0, 1, ((process, 0.25), (database, 0.5)))])
    assert (done.at, done.took) == (5.75, 0.75)
    assert (process.longest, process.used(1.0), database.used(1.0)) == (0.0, 0.25, 0.25)


def test_a_burst_stands_in_line():
    process = Station("process")
    done = run([Group(0.0, 1, ((process, 0.5),)) for _ in range(10)])
    assert [each.at for each in done] == pytest.approx([0.5 * n for n in range(1, 11)])
    assert process.longest == 4.5
    assert percentile(done, 0.5) == 2.5
    assert percentile(done, 1.0) == 5.0


def test_two_cores_halve_the_line():
    process = Station("process", 2)
    assert max(each.at for each in run([Group(0.0, 1, ((process, 0.5),)) for _ in range(10)])) == 2.5


def test_who_comes_to_a_station_first_is_served_first_whatever_the_way_there():
    far, near, shared = Station("far"), Station("near"), Station("shared")
    done = run([Group(0.0, 1, ((far, 3.0), (shared, 1.0))), Group(1.0, 2, ((near, 1.0), (shared, 1.0)))])
    assert [(each.people, each.at) for each in done] == [(2, 3.0), (1, 4.0)]


def test_use_is_cost_times_rate():
    found = joins(a_site(1000), 10.0, "a wave")
    assert found.used["process"] == pytest.approx(1000 * 0.002 / 10)
    assert found.used["database"] == pytest.approx(1000 * 0.001 / 10 / 4)
    assert found.used["nginx"] == pytest.approx(1000 * 0.004 / 10 / 4)
    assert found.used["line"] == pytest.approx(1000 * 1250 * 8 / 1e8 / 10)
    assert found.first == "process"


def test_nobody_in_a_meeting_that_does_nothing_uses_anything():
    quiet = replace(a_site(0), costs=replace(ROUND, pulses_per_second=0.0, queue_passed_on=0.0))
    assert set(steady(quiet).used.values()) == {0.0}


def test_the_steady_state():
    used = steady(a_site(20_000, processes=2, fronts=2)).used
    assert used["process"] == pytest.approx(10_000 * (1e-5 + 2 * 1e-5) + 2 * 0.005)
    assert used["database"] == pytest.approx(2 * 2 * 0.002 / 4)
    assert used["nginx"] == pytest.approx(20_000 * 2 * 2e-5 / 8)
    assert used["queue"] == pytest.approx((2 / 10 + 2) * 2 * 0.001)


def test_a_question_reaches_the_last_phone_of_one_process():
    """1 ms to be told, 6 to take it in and 2 in the database; then 500 frames at a time: 5 ms, 10 in nginx, 50 on the
    line, on which the second 500 wait for the first.
    """
    assert presented(a_site(1000)).outcome.startswith("on the last phone after 124 ms")


def test_small_meetings_are_read_by_every_process_that_has_one_of_their_people():
    one, two = (small(a_site(1000, processes=2), by_meeting) for by_meeting in (True, False))
    assert one.used["database"] == pytest.approx(10 / 10 * 1 * 0.002 / 4)
    assert two.used["database"] == pytest.approx(10 / 10 * 2 * 0.002 / 4)


def test_who_is_in_small_meetings_is_told_by_all_to_all():
    """Ten meetings with people at both processes: of each, two tell two, every 10 s."""
    nobody = replace(ROUND, queue_passed_on=0.0, hint=0.0, idle=0.0, pulse=Share(), delivery=Share())
    found = small(replace(a_site(1000, processes=2), costs=nobody), by_meeting=False)
    told = 2 / 10 * 10
    assert found.used["queue"] == pytest.approx(told * 2 * Assumed().here_bytes * 1e-6)
    assert found.used["process"] == pytest.approx(told * Assumed().here)
    assert found.outcome.endswith("who is here: 0.0 MB/s out of the queue")


def test_one_vote():
    outcome = lock.vote([[1.0]], TERMS)
    assert outcome.batches == [(pytest.approx(1.011), 1)]
    assert outcome.waits == [pytest.approx(0.011)]


def test_votes_that_come_together_are_stored_together():
    outcome = lock.vote([[0.0] * 250], TERMS)
    assert outcome.batches == [(pytest.approx(0.11), 100), (pytest.approx(0.22), 100), (pytest.approx(0.28), 50)]


def test_processes_take_turns():
    """The first holds the lock for 110 ms; the second gets it 2 ms later, and the first again after that."""
    outcome = lock.vote([[0.0] * 200, [0.0] * 100], TERMS)
    assert [at for at, _votes in outcome.batches] == pytest.approx([0.11, 0.222, 0.334])


def test_who_waits_too_long_for_the_lock_is_refused_and_sent_again():
    outcome = lock.vote([[0.0], [0.0]], replace(TERMS, itself=4.0))
    assert [at for at, _votes in outcome.batches] == pytest.approx([4.001, 9.001])
    assert outcome.again == 1
    assert max(outcome.waits) == pytest.approx(9.001)


def test_votes_that_were_counted_before_make_each_transaction_longer():
    outcome = lock.vote([[0.0] * 200], replace(TERMS, counted=0.001))
    assert [at for at, _votes in outcome.batches] == pytest.approx([0.11, 0.32])


def test_the_lock_is_what_a_meeting_of_any_size_breaks_at():
    """2,500 votes take ten transactions of 10 ms and 250 ms beside; the share of the ten seconds is that."""
    found = votes(a_site(2500, processes=5))
    assert found.used["the meeting's lock"] == pytest.approx((10 * 0.01 + 2500 * 1e-4) / 10)


def test_everybody_comes_back():
    assert back(a_site(1000)).used["process"] == pytest.approx(1000 * 0.001 / 10)


def test_what_one_process_bears_and_a_site_needs():
    assumed = a_site(1).assumed
    bears = alone(ROUND, assumed)
    assert bears["see a question within 1 s"] == 10_000
    assert bears["stay, while scores change all the time"] == 10_000
    # 1 ms each, from 0.2 s on, and 10 s are over 1.8 s after the last has set out.
    assert bears["are back within 10 s of a cut"] <= 9800
    assert site(100_001, ROUND, assumed, 5000).processes == 21


def test_the_page_shows_what_the_raw_data_says():
    between = tables.PAGE.read_text().partition(tables.FROM)[2].partition(tables.TO)[0]
    assert between.strip() == tables.tables(RAW).strip()


def test_the_page_is_written_between_its_marks(tmp_path, monkeypatch):
    page = tmp_path / "scale.md"
    page.write_text(f"before\n{tables.FROM}\nold\n{tables.TO}\nafter\n")
    monkeypatch.setattr(tables, "PAGE", page)
    monkeypatch.setattr(tables, "tables", lambda _raw: "| new |")
    assert CliRunner().invoke(simulate.simulate, ["--write-docs"]).exit_code == 0
    assert page.read_text() == f"before\n{tables.FROM}\n\n| new |\n{tables.TO}\nafter\n"
