"""Another site's page, in a browser that holds a seat here: it opens no socket and sends no form with it."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator

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
  const options = { credentials: "include" }
  const polled = await fetch(poll, options).then(answer => answer.text(), () => "blocked")
  const blind = await fetch(poll, { ...options, mode: "no-cors" }).then(answer => answer.type, () => "blocked")
  return { heard, polled, blind }
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


@pytest.fixture(params=["localhost", "127.0.0.1"])
def foreign(request, new_phone: Callable[..., Phone], elsewhere: int, watch, meeting: Meeting) -> Page:
    """A page of another site, in the browser of somebody who sits in the meeting."""
    watch.expects(r"status of 40\d|blocked by CORS|WebSocket connection to .* failed|net::ERR")
    watch.origins.add(f"{request.param}:{elsewhere}")
    phone = new_phone()
    phone.join()
    page = phone.page.context.new_page()
    page.goto(f"http://{request.param}:{elsewhere}/")
    return page


def test_no_socket_is_opened(foreign: Page, meeting: Meeting) -> None:
    told = foreign.evaluate(SOCKET, [meeting.server.address, meeting.code])
    assert told["heard"] == "closed" and told["polled"] == "blocked"


@pytest.mark.parametrize("name", ["question.ask", "leave", "join"])
def test_no_form_is_taken(foreign: Page, meeting: Meeting, name: str) -> None:
    path = f"/{meeting.code}/commands/{name}" if "." in name else f"/{meeting.code}/{name}"
    with foreign.expect_navigation() as navigation:
        foreign.evaluate(
            FORM, [meeting.server.address, path, {"text": "Not mine", "screen": "room", "csrf": "guessed"}]
        )
    answer = navigation.value
    assert answer and "set-cookie" not in answer.headers and "clear-site-data" not in answer.headers
    assert meeting.questions("Not mine") == []
