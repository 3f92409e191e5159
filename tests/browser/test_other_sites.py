"""Another site's page, in a browser that holds a seat here: it opens no socket and sends no form with it."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.browser.meeting import Meeting
from tests.browser.screens import Phone

pytestmark = pytest.mark.slow

# Tries both transports and every form, with the browser's cookies, and says what came of it.
PAGE = """<!doctype html><title>Another site</title><body>"""
SOCKET = """
async ([address, code]) => {
  const heard = await new Promise(resolve => {
    const socket = new WebSocket(address.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket")
    socket.onmessage = ({ data }) => {
      if (data.startsWith("0")) socket.send("40" + JSON.stringify({ meeting: code }))
      else resolve(data)
    }
    socket.onerror = socket.onclose = () => resolve("closed")
  })
  const poll = address + "/socket.io/?EIO=4&transport=polling"
  const polled = await fetch(poll, { credentials: "include" }).then(answer => answer.text(), () => "blocked")
  return { heard, polled }
}
"""
FORM = """
([address, path, fields]) => {
  const form = document.createElement("form")
  form.method = "post"
  form.action = address + path
  for (const [name, value] of Object.entries(fields)) {
    const input = document.createElement("input")
    input.name = name
    input.value = value
    form.append(input)
  }
  document.body.append(form)
  form.submit()
}
"""


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site, on the loopback: under 127.0.0.1 it is of the same site, under localhost of another."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(PAGE.encode())

        def log_message(self, *_words: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@dataclass
class Victim:
    """Somebody who sits in the meeting and opens a page of another site, which knows even the proofs of their forms."""

    page: Page
    proofs: dict[str, str]

    def seats(self) -> list[tuple[str, str]]:
        """The cookies that their browser holds."""
        return sorted((str(cookie["name"]), str(cookie["value"])) for cookie in self.page.context.cookies())


@pytest.fixture(
    params=["localhost", "127.0.0.1"],
    ids=["another_site_to_which_SameSite_gives_no_seat", "another_origin_of_the_same_site"],
)
def victim(request, phone: Phone, elsewhere: int, watch) -> Victim:
    watch.expects(r"status of 40\d|blocked by CORS|WebSocket connection to .* failed|net::ERR")
    watch.origins.add(f"{request.param}:{elsewhere}")
    phone.open()
    door = proof_on(phone)
    phone.join()
    page = phone.page.context.new_page()
    page.goto(f"http://{request.param}:{elsewhere}/")
    return Victim(page, {"join": door, "leave": proof_on(phone), "commands/question.ask": proof_on(phone)})


def proof_on(phone: Phone) -> str:
    """The proof that a form of this page carries."""
    return phone.page.locator("input[name=csrf]").first.input_value()


def test_a_page_of_ours_opens_a_socket(phone: Phone, meeting: Meeting) -> None:
    """As the next test would see if another site's did."""
    phone.join()
    told = phone.page.evaluate(SOCKET, [meeting.server.address, meeting.code])
    assert told["heard"].startswith("40{") and told["polled"].startswith("0{")


def test_no_socket_is_opened(victim: Victim, meeting: Meeting) -> None:
    told = victim.page.evaluate(SOCKET, [meeting.server.address, meeting.code])
    assert told["heard"] == "closed" and told["polled"] == "blocked"


@pytest.mark.parametrize("door", ["commands/question.ask", "leave", "join"])
def test_no_form_is_taken(victim: Victim, meeting: Meeting, door: str) -> None:
    before = victim.seats()
    assert len(before) == 1
    fields = {"text": "Not mine", "screen": "room", "csrf": victim.proofs[door]}
    with victim.page.expect_navigation():
        victim.page.evaluate(FORM, [meeting.server.address, f"/{meeting.code}/{door}", fields])
    assert victim.seats() == before
    assert meeting.questions("Not mine") == []
