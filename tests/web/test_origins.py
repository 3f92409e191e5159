"""Whose pages may speak to this server, and by which names it is reached."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import pytest

from facilitation.web.origins import Origins
from tests.conftest import config_in
from tests.web.scenes import Visitor, reconfigured
from tests.witness import nothing_changes

ONION = "http://" + "a" * 56 + ".onion"
LAN = "192.168.7.9:8000"


@pytest.fixture
def origins(tmp_path):
    return Origins(config_in(tmp_path, public_url="https://ask.example", onion_url=ONION))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://ask.example", "ask.example"),
        ("https://ask.example", "127.0.0.1:8000"),  # behind a proxy that does not hand the name on
        (ONION, ONION[7:]),
        ("http://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://localhost:8000", "localhost:8000"),
        ("http://[::1]:8000", "[::1]:8000"),
        (f"http://{LAN}", LAN),
        ("http://[fd00::7]:8000", "[fd00::7]:8000"),
        ("http://localhost", "localhost"),
    ],
)
def test_our_own_pages_may(origins, origin, host):
    assert origins.allows(origin, host) and origins.knows(host)


FOREIGN = [
    "https://evil.example",
    "null",
    "",
    "http://ask.example",
    "https://ask.example:8443",
    "https://ask.example.",
    "https://ask.example.evil.example",
    "https://evil-ask.example",
    "https://ask.example@evil.example",
    "https://evil.example@ask.example",
    "https://ask.example/",
    "https://ASK.example",
    "HTTPS://ask.example",
    "https://ask.example, https://ask.example",
    "https://ask.example https://evil.example",
    " https://ask.example",
    "//ask.example",
    "ask.example",
    "http://[",
    "http://",
    "https://аsk.example",
    "file://",
    ONION.replace("http", "https", 1),
    f"https://{LAN}",
    "http://127.0.0.1:8001",
    "http://127.0.0.1.evil.example:8000",
]


@pytest.mark.parametrize("origin", FOREIGN)
@pytest.mark.parametrize("host", ["ask.example", LAN, "127.0.0.1:8000", ONION[7:]])
def test_others_and_look_alikes_may_not(origins, origin, host):
    assert not origins.allows(origin, host)


def test_a_public_address_that_is_a_number_is_not_reached_by_http_as_well(tmp_path):
    origins = Origins(config_in(tmp_path, public_url="https://192.0.2.7"))
    assert origins.allows("https://192.0.2.7", "192.0.2.7") and not origins.allows("http://192.0.2.7", "192.0.2.7")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "ask.example.evil.example", "127.0.0.1.evil.net",
                                  "ask.example.", "localhost.", "", "x", "ask.example/", "@ask.example", "[127.0.0.1]",
                                  "127.1", "0x7f000001", "[::1", "ask.example:x", "ask.example:80:80"])  # fmt: skip
def test_a_name_that_leads_here_and_is_none_of_ours_is_refused(origins, host):
    assert not origins.knows(host)
    assert not origins.allows(f"http://{host}", host)


@pytest.mark.parametrize("host", ["ask.example", "ASK.EXAMPLE", "ask.example:8443", "10.0.0.7", "[fd00::7]:80",
                                  "localhost", ONION[7:], None])  # fmt: skip
def test_our_names_and_addresses_are_known(origins, host):
    assert origins.knows(host)


@pytest.mark.parametrize("path", ["/", "/new", "/{code}", "/{code}/record.html", "/api/{code}/state", "/nothing"])
def test_rebound_names_read_nothing(house, path):
    answer = house.app.test_client().get(path.format(code=house.code), headers={"Host": "evil.example"})
    assert answer.status_code == 421 and house.code not in answer.get_data(as_text=True)
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    if path.startswith("/api"):
        assert answer.get_json()["error"]["code"] == "host.unknown"


def test_nor_a_socket(house):
    answer = house.app.test_client().get("/socket.io/?EIO=4&transport=polling", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (421, "host.unknown")


def test_who_watches_over_the_server_may_use_any_name(client):
    assert client.get("/healthz", headers={"Host": "10-0-0-7.pods.internal"}).status_code == 200


FORGED = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Proto": "https",
    "Forwarded": "host=evil.example;proto=https",
    "X-Forwarded-Server": "evil.example",
}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://["])
@pytest.mark.parametrize("path", ["/join", "/{code}/join", "/{code}/enter", "/{code}/leave",
                                  "/{code}/commands/question.ask", "/new"])  # fmt: skip
def test_no_form_of_another_site_is_taken_whatever_it_forges(house, alice, path, origin):
    browser = Visitor.holding(house, alice).browser()
    page = browser.get(f"/{house.code}/ask").get_data(as_text=True)
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    answer = browser.post(
        path.format(code=house.code), data={"csrf": csrf, "text": "Who?"}, headers={"Origin": origin, **FORGED}
    )
    assert answer.status_code in (403, 404) and "Set-Cookie" not in answer.headers
    assert house.mine(alice) == {}


API = ["/meetings", "/{code}/seats", "/{code}/commands/question.ask", "/{code}/purge"]
SAID = [{"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example", **FORGED}]  # fmt: skip


def every_api_door(app):
    """What can be sent to the API to change something: the address of each door."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/api/") and "POST" in rule.methods]
    return {rule.rule[4:].replace("<code:code>", "{code}").replace("<name>", "question.ask") for rule in rules}


def test_all_that_changes_something_by_json_is_tried(app):
    assert every_api_door(app) == set(API)


@pytest.mark.parametrize("said", SAID)
@pytest.mark.parametrize("path", API)
def test_nothing_happens_by_the_api_for_another_site(house, organiser, path, said):
    """Text, so that no browser asks first whether it may."""
    headers = {"Content-Type": "text/plain", "Authorization": f"Bearer {house.tokens[organiser.seat_id]}", **said}
    for body in ('{"programme": "Theirs"}', '{"passphrase": "wrong words"}', "{}"):
        with nothing_changes(house.engine):
            answer = house.app.test_client().post("/api" + path.format(code=house.code), data=body, headers=headers)
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (403, "form.foreign")


@pytest.mark.parametrize("said", [{}, {"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin"}])
def test_programs_and_our_own_pages_use_it(house, client, said):
    assert client.post(f"/api/{house.code}/seats", json={}, headers=said).status_code == 201


def test_an_onion_visitor_keeps_a_cookie_that_http_carries(house, app):
    reconfigured(app, public_url="https://ask.example", onion_url=ONION, organiser_key="k")
    for host, secure in ((ONION[7:], False), ("ask.example", True)):
        browser = app.test_client()
        here = {"Host": host}
        page = browser.get(f"/{house.code}", headers=here).get_data(as_text=True)
        csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
        joined = browser.post(f"/{house.code}/join", data={"csrf": csrf}, headers=here)
        cookie = joined.headers["Set-Cookie"]
        assert cookie.startswith("__Host-" if secure else "seat-") and ("Secure" in cookie) == secure
        assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
        token = cookie.partition("=")[2].partition(";")[0]
        name = cookie.partition("=")[0]
        room = app.test_client(use_cookies=False).get(f"/{house.code}", headers=here | {"Cookie": f"{name}={token}"})
        assert 'id="page"' in room.get_data(as_text=True)


def test_a_browser_hears_of_the_onion_service_on_https_pages_alone(house, app, client):
    path = f"/{house.code}?lang=fr"
    assert "Onion-Location" not in client.get(path).headers
    reconfigured(app, public_url="https://ask.example", onion_url=ONION, organiser_key="k")
    assert client.get(path, headers={"Host": "ask.example"}).headers["Onion-Location"] == ONION + path
    assert "Onion-Location" not in client.get(path, headers={"Host": ONION[7:]}).headers
    assert "Onion-Location" not in client.get("/healthz", headers={"Host": "ask.example"}).headers
    reconfigured(app, public_url="http://ask.example")
    assert "Onion-Location" not in client.get(path, headers={"Host": "ask.example"}).headers


@pytest.mark.parametrize("asked", ["/%E2%82%AC", "/%0d%0aX:1", "/%0D%0ASet-Cookie:%20a=b?%0d%0a", "/a%25zz%20b",
                                   "/x?q=%E2%82%AC&%3Cb%3E", "/%FF", "/%00"])  # fmt: skip
def test_an_odd_address_is_told_as_it_was_asked_for(app, client, asked):
    reconfigured(app, public_url="https://ask.example", onion_url=ONION, organiser_key="k")
    path, mark, query = asked.partition("?")
    environ = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
    answer = client.get("/", headers={"Host": "ask.example"}, environ_overrides=environ)
    assert answer.status_code in (308, 404) and "X" not in answer.headers and "Set-Cookie" not in answer.headers
    told = answer.headers["Onion-Location"]
    assert told.isascii() and told.isprintable() and " " not in told
    sent = told.removeprefix(ONION)
    if asked != "/%FF":  # is no text
        assert unquote_to_bytes(sent) == unquote_to_bytes(asked)


def test_nor_does_a_raw_query_become_a_head(app, client):
    reconfigured(app, public_url="https://ask.example", onion_url=ONION, organiser_key="k")
    environ = {"PATH_INFO": "/x", "QUERY_STRING": "a=\xe2\x82\xac b"}
    answer = client.get("/", headers={"Host": "ask.example"}, environ_overrides=environ)
    assert answer.headers["Onion-Location"] == ONION + "/x?a=%E2%82%AC%20b"
