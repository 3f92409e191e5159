"""Nobody is put into a seat that somebody else chose for them."""

from __future__ import annotations

import pytest

from tests.web.scenes import Visitor
from tests.web.working import field


@pytest.mark.parametrize("query", ["seat={token}", "token={token}", "seat-{code}={token}", "auth={token}",
                                   "Authorization=Bearer+{token}", "invite={token}", "work={token}",
                                   "known={token}"])  # fmt: skip
@pytest.mark.parametrize("path", ["", "/ask", "/desk", "/stage"])
def test_a_token_in_an_address_is_never_taken(house, app, alice, path, query):
    token = house.tokens[alice.seat_id]
    browser = app.test_client()
    answer = browser.get(f"/{house.code}{path}?{query.format(token=token, code=house.code)}")
    assert 'id="page"' not in answer.get_data(as_text=True) and "Set-Cookie" not in answer.headers
    assert browser.get(f"/api/{house.code}/state?{query.format(token=token, code=house.code)}").status_code == 401


@pytest.mark.parametrize("name", ["seat", "token", "cookie"])
def test_nor_one_in_a_form(house, app, alice, name):
    browser = app.test_client()
    csrf = field(browser.get(f"/{house.code}").get_data(as_text=True), "csrf")
    theirs = house.tokens[alice.seat_id]
    joined = browser.post(f"/{house.code}/join", data={"csrf": csrf, name: theirs})
    assert joined.status_code == 303 and theirs not in str(joined.headers)


def test_joining_gives_a_new_seat_whatever_was_planted(house, app, alice):
    planted = house.tokens[alice.seat_id]
    victim = Visitor.holding(house, alice).browser()
    csrf = field(app.test_client().get(f"/{house.code}").get_data(as_text=True), "csrf")
    victim.post(f"/{house.code}/join", data={"csrf": csrf})
    kept = victim.get_cookie(f"seat-{house.code}")
    assert kept and kept.value and kept.value != planted
    assert house.engine.seated(house.code, kept.value).seat_id != alice.seat_id


def test_an_invitation_gives_a_new_seat_too(house, app, moderator):
    planted = house.tokens[moderator.seat_id]
    victim = Visitor.holding(house, moderator).browser()
    csrf = field(app.test_client().get(f"/{house.code}/desk").get_data(as_text=True), "csrf")
    entered = victim.post(f"/{house.code}/enter", data={"csrf": csrf, "invite": f"x#{house.links['moderator']}"})
    assert entered.status_code == 303
    assert victim.get_cookie(f"seat-{house.code}-desk").value != planted


def test_leaving_forgets_it(house, alice):
    browser = Visitor.holding(house, alice).browser()
    browser.post(f"/{house.code}/leave")
    assert browser.get_cookie(f"seat-{house.code}") is None
