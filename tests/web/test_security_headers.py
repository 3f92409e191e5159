"""Headers that keep a browser on our side, on every answer."""

from __future__ import annotations

import re

import pytest
from flask import session

from facilitation.app import create_app
from tests.conftest import config_in
from tests.web.scenes import Visitor, reconfigured

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Origin-Agent-Cluster": "?1",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-DNS-Prefetch-Control": "off",
}
SENSORS = {"accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "hid", "magnetometer",
           "microphone", "midi", "payment", "serial", "usb"}  # fmt: skip
PATHS = ["/", "/new", "/away", "/nothing", "/healthz", "/{code}", "/{code}/ask", "/{code}/desk", "/{code}/stage",
         "/{code}/organise", "/{code}/qr.svg", "/{code}/record.html", "/{code}/record.json", "/api/{code}/state",
         "/static/css/base.css", "/socket.io/?EIO=4&transport=polling", "/socket.io/?EIO=3"]  # fmt: skip


def policy(response):
    """The content security policy: directive -> sources."""
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in parts}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_has_them(house, alice, path):
    answer = Visitor.holding(house, alice).browser().get(path.format(code=house.code))
    assert ALWAYS.items() <= dict(answer.headers).items()
    permissions = dict(part.strip().split("=") for part in answer.headers["Permissions-Policy"].split(","))
    assert {name for name, who in permissions.items() if who == "()"} >= SENSORS
    assert set(permissions.values()) == {"()", "(self)"}
    found = policy(answer)
    assert found["require-trusted-types-for"] == ["'script'"] and found["trusted-types"] == ["'none'"]
    assert found["default-src"] == ["'none'"] and found["frame-ancestors"] == ["'none'"]
    assert found["form-action"] == ["'self'"] and found["base-uri"] == ["'none'"]
    answer.close()
    assert {source for sources in found.values() for source in sources} <= {"'none'", "'self'", "'script'"}


@pytest.mark.parametrize("path", [path for path in PATHS if "static" not in path])
def test_nothing_of_a_meeting_is_kept_by_caches(house, alice, path):
    answer = Visitor.holding(house, alice).browser().get(path.format(code=house.code))
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_fault_and_a_refusal_have_them_too(house, client, engine, monkeypatch):
    monkeypatch.setattr(engine, "take_seat", None)
    for answer in (client.post(f"/api/{house.code}/seats", json={}), client.post("/join", data={"code": "x"})):
        assert answer.status_code in (404, 500)
        assert ALWAYS.items() <= dict(answer.headers).items() and policy(answer)


def test_no_page_has_anything_that_the_policy_forbids(house, alice, bob, moderator):
    house.do(moderator, "item.present", item="i2")
    house.do(moderator, "question.highlight", question=house.open_question(alice, moderator))
    house.ask(bob)
    stage = Visitor.holding(house, house.seat("stage")).browser()
    for browser, path in (
        (house.app.test_client(), "/"), (house.app.test_client(), "/new"), (house.app.test_client(), "/away"),
        (house.app.test_client(), f"/{house.code}"), (house.app.test_client(), f"/{house.code}/desk"),
        (Visitor.holding(house, alice).browser(), f"/{house.code}"),
        (Visitor.holding(house, alice).browser(), f"/{house.code}/ask"),
        (Visitor.holding(house, moderator).browser(), f"/{house.code}/desk"), (stage, f"/{house.code}/stage"),
        (house.app.test_client(), f"/{house.code}/record.html"),
    ):  # fmt: skip
        page = browser.get(path).get_data(as_text=True)
        tags = re.findall(r"<[a-z][^>]*>", page)
        assert not [tag for tag in tags if re.search(r"\s(style|on[a-z]+)\s*=", tag)], path
        assert "<style" not in page, path
        scripts = re.findall(r"<script\b([^>]*)>", page)
        assert all('src="/static/' in script or 'type="application/json"' in script for script in scripts), path
        assert not [tag for tag in tags if re.search(r'\s(src|action|formaction)="(?!/)', tag)], path
        assert not [tag for tag in tags if tag.startswith("<link") and 'href="/' not in tag], path
        assert 'name="referrer"' not in page, path  # it would turn our own forms' origin into null


def test_on_https_the_cookie_is_bound_to_the_host(app, house, client):
    reconfigured(app, public_url="https://ask.example")
    with app.test_request_context():
        from facilitation.web.security import csrf_token

        csrf = csrf_token(None)
    joined = client.post(f"/{house.code}/join", data={"csrf": csrf})
    cookie = joined.headers["Set-Cookie"]
    assert cookie.startswith(f"__Host-seat-{house.code}=")
    assert {"Secure", "HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://["}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_another_site_cannot_make_a_browser_leave(house, client, headers):
    answer = client.post(f"/{house.code}/leave", headers=headers)
    assert answer.status_code == 403
    assert "Clear-Site-Data" not in answer.headers
    assert client.post(f"/{house.code}/leave").headers["Clear-Site-Data"]


@pytest.mark.parametrize("path", ["/join", "/{code}/join", "/{code}/enter", "/{code}/commands/question.ask"])
def test_a_form_larger_than_anything_that_is_typed_is_not_read(house, client, path):
    crumbs = "a&" * 200_000
    answer = client.post(path.format(code=house.code), data=crumbs, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_a_programme_of_crumbs_is_not_taken_apart(client):
    answer = client.post("/new", data="a&" * 30_000, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413


def test_there_is_no_cookie_but_the_seats(house, app, client):
    with app.test_request_context("/", headers={"Cookie": "session=eyJhIjoxfQ.x.y"}):
        assert dict(session) == {}
        with pytest.raises(RuntimeError):
            session["a"] = 1
    for path in ("/", f"/{house.code}", f"/{house.code}/desk", "/nothing"):
        assert "Set-Cookie" not in client.get(path).headers


@pytest.mark.parametrize("path", PATHS)
def test_where_people_come_by_https_they_never_come_otherwise(tmp_path, database_url, path):
    for public_url, told in (("https://ask.example", ["max-age=31536000"]), ("http://ask.example", []), (None, [])):
        app = create_app(config_in(tmp_path, database_url, public_url=public_url, organiser_key="key"))
        answer = app.test_client().get(path.format(code="AAAACCCC"))
        assert answer.headers.getlist("Strict-Transport-Security") == told
        answer.close()
        app.extensions["facilitation.engine"].database.dispose()
