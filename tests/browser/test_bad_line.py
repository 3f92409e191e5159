"""Tunnels, lifts and dead servers: nothing typed is lost, and what was sent arrives exactly once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, Route, expect

from tests.browser.bad_line import BadLine
from tests.browser.meeting import TITLE, Meeting
from tests.browser.screens import Desk, Phone, Stage, holds_not, reads
from tests.browser.watch import LINE_LOST, REFUSED_FORM, Watch
from tests.server import Server
from tests.witness import eventually

pytestmark = pytest.mark.slow

QUESTION = "Who answers when the phone rings at night?"
MEANWHILE = "What happened meanwhile?"
PENDING = re.compile("Waiting for the network|Sending")


@pytest.fixture(autouse=True)
def lines_are_lost_here(watch: Watch) -> None:
    watch.expects(LINE_LOST)


@pytest.fixture
def running(server: Server) -> Iterator[Server]:
    """The server, which this test may kill and which runs again afterwards."""
    yield server
    if server.process is None:
        server.start()


@pytest.fixture
def bad_line(server: Server, watch: Watch) -> Iterator[BadLine]:
    line = BadLine(server.port)
    watch.origins.add(urlsplit(line.address).netloc)
    yield line
    line.close()


def arrived_once(phone: Phone, text: str = QUESTION) -> None:
    """One row at the server, one card on the phone, and nothing more to say."""
    phone.is_awake()
    expect(phone.mine.get_by_text(PENDING).filter(visible=True)).to_have_count(0)
    expect(phone.my_card(text)).to_contain_text(["Waiting for review"], use_inner_text=True)
    assert len(phone.meeting.questions(text)) == 1


def reload_in_vain(phone: Phone) -> None:
    """The impatient thumb: the browser shows its own page of trouble."""
    with pytest.raises(Error, match="net::ERR_"):
        phone.page.reload()


def test_what_is_asked_in_a_tunnel_waits_visibly_and_arrives_once(phone: Phone, meeting: Meeting, desk: Desk) -> None:
    phone.join()
    desk.enter()
    phone.page.context.set_offline(True)
    phone.is_offline()
    phone.ask(QUESTION)
    reads(phone.my_card(QUESTION), PENDING)
    reads(phone.my_card(QUESTION), "it will be sent by itself")
    assert meeting.questions(QUESTION) == []

    # meanwhile the meeting goes on
    meeting.ask(MEANWHILE)
    meeting.do("moderator", "item.present", item=meeting.item("What happens next"))

    phone.page.context.set_offline(False)
    arrived_once(phone)
    expect(phone.card(MEANWHILE)).to_be_visible()
    expect(phone.now.get_by_role("heading", name="What happens next")).to_be_visible()
    expect(phone.page.get_by_role("contentinfo").get_by_text(re.compile("^No connection"))).to_be_hidden()
    expect(desk.card("Waiting for review", QUESTION)).to_have_count(1)


def test_a_reload_in_the_tunnel_loses_nothing(phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.page.context.set_offline(True)
    phone.ask(QUESTION)
    reads(phone.my_card(QUESTION), PENDING)
    phone.composer.fill("And another thing that is not yet")
    reload_in_vain(phone)
    phone.page.context.set_offline(False)
    phone.open()
    arrived_once(phone)
    expect(phone.composer).to_have_value("And another thing that is not yet")


def test_a_killed_server_only_delays(phone: Phone, second_phone: Phone, meeting: Meeting, running: Server) -> None:
    question = meeting.ask(MEANWHILE)
    phone.join()
    second_phone.join()
    running.kill()
    phone.is_offline()
    phone.ask(QUESTION)
    reads(phone.my_card(QUESTION), PENDING)
    phone.support_of(MEANWHILE).click()
    reads(phone.card(MEANWHILE), "Will be counted when the connection is back.")
    second_phone.composer.fill("Half a thought")
    reload_in_vain(second_phone)

    running.start()
    arrived_once(phone)
    phone.shows_support(MEANWHILE, 1, pressed=True)
    expect(phone.card(MEANWHILE).get_by_text("Will be counted")).to_be_hidden()
    eventually(lambda: meeting.state()["questions"][question]["score"] == 1)

    second_phone.open()
    expect(second_phone.composer).to_have_value("Half a thought")
    second_phone.shows_support(MEANWHILE, 1, pressed=False)


def test_desk_and_stage_come_back_by_themselves(desk: Desk, stage: Stage, meeting: Meeting, running: Server) -> None:
    desk.enter()
    stage.enter()
    desk.press("n")
    expect(stage.main("Welcome and introduction")).to_be_visible()
    running.kill()
    reads(desk.page.get_by_role("alert"), "No connection.")
    reads(stage.page.get_by_role("status"), "No connection; this is the last picture.")
    desk.press("n")
    desk.says("No connection: nothing was changed.")
    expect(stage.main("Welcome and introduction")).to_be_visible()

    running.start()
    desk.is_connected()
    expect(desk.page.get_by_role("alert")).to_have_count(0)
    desk.press("n")
    expect(stage.main("What keeps defenders safe?")).to_be_visible()
    expect(stage.page.get_by_role("status")).to_have_count(0)


def asks_unheard(phone: Phone, meeting: Meeting, bad_line: BadLine) -> None:
    """Join and ask; the question arrives, and the phone does not hear of it."""
    phone.join(bad_line.address)
    phone.is_live()
    bad_line.deafen()
    phone.ask(QUESTION)
    eventually(lambda: meeting.questions(QUESTION))


def test_an_acknowledgement_lost_on_the_way_does_nothing_twice(
    phone: Phone, meeting: Meeting, bad_line: BadLine
) -> None:
    question = meeting.ask(MEANWHILE)
    asks_unheard(phone, meeting, bad_line)
    reads(phone.my_card(QUESTION), PENDING)
    phone.support_of(MEANWHILE).click()
    bad_line.cut()
    phone.is_offline()

    bad_line.mend()
    arrived_once(phone)
    phone.shows_support(MEANWHILE, 1, pressed=True)
    eventually(lambda: meeting.state()["questions"][question]["score"] == 1)


def test_a_network_that_lets_no_websocket_through(phone: Phone, meeting: Meeting, bad_line: BadLine) -> None:
    question = meeting.ask(MEANWHILE)
    bad_line.refuse_upgrades()
    phone.join(bad_line.address)
    phone.is_live()
    phone.ask(QUESTION)
    phone.support_of(MEANWHILE).click()
    arrived_once(phone)
    phone.shows_support(MEANWHILE, 1, pressed=True)
    eventually(lambda: meeting.state()["questions"][question]["score"] == 1)


def test_a_line_so_slow_that_the_state_takes_long(phone: Phone, meeting: Meeting, bad_line: BadLine) -> None:
    question = meeting.ask(MEANWHILE)
    for number in range(25):  # 100,000 bytes: 20 seconds on this line
        meeting.do("moderator", "item.add", title=f"Session {number}", text="x" * 4000)
    phone.join(bad_line.address)
    phone.is_live()
    bad_line.throttle(5000)
    bad_line.cut()
    bad_line.mend()
    phone.ask(QUESTION)
    phone.support_of(MEANWHILE).click()
    eventually(lambda: meeting.questions(QUESTION), patience=120)
    arrived_once(phone)
    phone.shows_support(MEANWHILE, 1, pressed=True)
    eventually(lambda: meeting.state()["questions"][question]["score"] == 1)


def test_a_phone_that_changed_networks_gets_a_new_line(phone: Phone, meeting: Meeting, bad_line: BadLine) -> None:
    """The old line is dead, and nobody is told: the browser only says that there is a network."""
    phone.join(bad_line.address)
    phone.is_live()
    bad_line.deafen()
    bad_line.mend()
    meeting.ask(MEANWHILE)
    phone.page.evaluate("() => dispatchEvent(new Event('online'))")
    expect(phone.card(MEANWHILE)).to_be_visible(timeout=25_000)


def test_a_server_killed_between_its_commit_and_our_hearing_of_it(
    phone: Phone, meeting: Meeting, bad_line: BadLine, running: Server
) -> None:
    asks_unheard(phone, meeting, bad_line)
    running.kill()
    bad_line.cut()
    reload_in_vain(phone)
    running.start()
    bad_line.mend()
    phone.open(bad_line.address)
    arrived_once(phone)


def test_a_seat_lost_with_the_acknowledgement_does_nothing_twice(
    phone: Phone, meeting: Meeting, bad_line: BadLine
) -> None:
    """The browser dies between our sending and our hearing, and its cookie with it; what it kept stays."""
    question = meeting.ask(MEANWHILE)
    asks_unheard(phone, meeting, bad_line)
    phone.page.goto("about:blank")
    bad_line.cut()
    bad_line.mend()
    phone.page.context.clear_cookies()

    phone.join(bad_line.address)
    expect(phone.composer).to_have_value(QUESTION)
    reads(phone.page.get_by_role("contentinfo").get_by_role("alert"), "Perhaps this arrived before")
    phone.is_live()
    phone.support_of(MEANWHILE).click()
    eventually(lambda: meeting.state()["questions"][question]["score"] == 1)
    assert len(meeting.questions(QUESTION)) == 1


def test_two_tabs_of_one_seat_agree(phone: Phone, meeting: Meeting) -> None:
    question = meeting.ask(MEANWHILE)
    phone.join()
    other = Phone(phone.page.context.new_page(), meeting)
    other.open()
    other.in_the_room()
    other.is_awake()
    phone.support_of(MEANWHILE).click()
    for tab in (phone, other):
        tab.shows_support(MEANWHILE, 1, pressed=True)
    other.support_of(MEANWHILE).click()
    for tab in (phone, other):
        tab.shows_support(MEANWHILE, 0, pressed=False)
    assert meeting.state()["questions"][question]["score"] == 0


def test_what_no_message_can_carry_blocks_nothing(phone: Phone, meeting: Meeting) -> None:
    kiss = "\U0001f469\U0001f3fd\u200d\u2764\ufe0f\u200d\U0001f48b\u200d\U0001f468\U0001f3ff"
    phone.join()
    phone.composer.fill(kiss * 490)
    phone.button("Send").click()
    reads(phone.page.get_by_role("contentinfo").get_by_role("alert"), "These characters take up too much room.")
    expect(phone.composer).to_have_value(kiss * 490)
    phone.ask(QUESTION)
    arrived_once(phone)


def test_a_half_typed_question_survives_a_reload(phone: Phone) -> None:
    phone.join()
    phone.composer.fill("Half a thou")
    phone.page.reload()
    phone.is_awake()
    expect(phone.composer).to_have_value("Half a thou")
    phone.composer.fill("")
    phone.page.reload()
    phone.is_awake()
    expect(phone.composer).to_have_value("")


def test_what_is_typed_before_the_scripts_arrive_is_kept(phone: Phone) -> None:
    held: list[Route] = []
    phone.page.route("**/static/*/js/room.js", lambda route: held.append(route))
    phone.open()
    phone.button("Join").click()
    phone.in_the_room()
    phone.composer.fill("A fast thumb")
    eventually(lambda: held or phone.page.wait_for_timeout(50))
    for route in held:
        route.continue_()
    phone.is_awake()
    phone.page.unroute_all()
    phone.page.reload()
    phone.is_awake()
    expect(phone.composer).to_have_value("A fast thumb")


def test_the_quick_exit_leaves_nothing_behind(phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.ask(QUESTION)
    reads(phone.my_card(QUESTION), "Waiting for review")
    phone.composer.fill("Half a thought")
    eventually(lambda: phone.page.evaluate("() => localStorage.length") > 0)
    assert phone.page.context.cookies()

    # a few steps inside the meeting
    for name in ("Skip to the questions", "Skip to writing a question"):
        phone.page.get_by_role("link", name=name).press("Enter")

    phone.button("Quick exit").click()
    phone.page.wait_for_url("**/away")
    expect(phone.page.get_by_role("heading", name="World clock")).to_be_visible()
    eventually(lambda: phone.page.evaluate("() => localStorage.length") == 0)
    eventually(lambda: phone.page.context.cookies() == [])
    nothing_of_the_meeting(phone)

    # and one step back there is nothing of it either
    phone.page.go_back()
    nothing_of_the_meeting(phone)


def test_the_quick_exit_needs_no_line(phone: Phone, meeting: Meeting) -> None:
    phone.join()
    phone.composer.fill("Half a thought")
    phone.page.context.set_offline(True)
    phone.button("Quick exit").click()
    expect(phone.page.get_by_text(TITLE)).to_have_count(0)
    phone.page.context.set_offline(False)
    assert phone.page.context.cookies(), "only the server can take it back"
    phone.page.goto(f"{meeting.server.address}/away")
    eventually(lambda: phone.page.evaluate("() => localStorage.length") == 0)
    eventually(lambda: phone.page.context.cookies() == [])


def two_tabs(phone: Phone, meeting: Meeting) -> Phone:
    """The same seat in one more tab, where its own question and a draft stand."""
    phone.join()
    phone.ask(QUESTION)
    reads(phone.my_card(QUESTION), "Waiting for review")
    other = Phone(phone.page.context.new_page(), meeting)
    other.open()
    other.in_the_room()
    other.is_awake()
    expect(other.my_card(QUESTION)).to_be_visible()
    other.composer.fill("Half a thought")
    return other


def test_the_quick_exit_is_from_every_tab(phone: Phone, desk: Desk, meeting: Meeting, watch: Watch) -> None:
    watch.expects(REFUSED_FORM)
    other, beside = two_tabs(phone, meeting), Desk(phone.page.context.new_page(), meeting)
    beside.enter()
    desk.enter()
    addresses: list[str] = []
    other.page.on("framenavigated", lambda frame: addresses.append(urlsplit(frame.url).path))
    phone.page.bring_to_front()
    phone.button("Quick exit").click()
    for tab in (phone, other):
        expect(tab.page.get_by_role("heading", name="World clock")).to_be_visible()
        nothing_of_the_meeting(tab)
    expect(beside.page.get_by_role("heading", name="World clock")).to_be_visible()
    eventually(lambda: phone.page.context.cookies() == [])
    eventually(lambda: phone.page.evaluate("() => localStorage.length") == 0)
    assert addresses == ["/away"], "never the meeting's door"
    desk.is_connected()  # another browser has nothing to do with it


def test_also_without_a_line(phone: Phone, meeting: Meeting) -> None:
    other = two_tabs(phone, meeting)
    phone.page.context.set_offline(True)
    phone.is_offline()
    phone.page.bring_to_front()
    phone.button("Quick exit").click()
    for tab in (phone, other):
        for words in (TITLE, QUESTION, "Half a thought"):
            holds_not(tab.page, words)
        nothing_of_the_meeting(tab)
    phone.page.context.set_offline(False)
    other.page.goto(f"{meeting.server.address}/away")
    eventually(lambda: phone.page.context.cookies() == [])
    eventually(lambda: other.page.evaluate("() => localStorage.length") == 0)


def test_a_tab_whose_next_page_does_not_come_is_empty_meanwhile(phone: Phone, meeting: Meeting) -> None:
    """Some browsers keep the page where another cannot be loaded."""
    other = two_tabs(phone, meeting)
    other.page.route("**/away", lambda route: route.fulfill(status=204))
    phone.page.bring_to_front()
    phone.button("Quick exit").click()
    expect(phone.page.get_by_role("heading", name="World clock")).to_be_visible()
    expect(other.page.get_by_role("heading", name=TITLE)).to_be_hidden()
    expect(other.page.locator("body")).to_be_hidden()
    expect(other.page).not_to_have_title(re.compile(TITLE))
    assert urlsplit(other.page.url).path == f"/{meeting.code}"

    # and where it asks for its seat once more, it hears that there is none, and does not load the door
    eventually(lambda: phone.page.context.cookies() == [])
    with other.page.expect_websocket() as line:
        other.page.evaluate("() => dispatchEvent(new Event('online'))")
    if not line.value.is_closed():
        line.value.wait_for_event("close")
    other.page.wait_for_timeout(1000)
    expect(other.page.locator("body")).to_be_hidden()
    expect(other.page).not_to_have_title(re.compile(TITLE))


def nothing_of_the_meeting(phone: Phone) -> None:
    for words in (TITLE, QUESTION, "Half a thought"):
        expect(phone.page.get_by_text(words)).to_have_count(0)
    expect(phone.page).not_to_have_title(re.compile(TITLE))
