"""The page for a code that opens nothing to everybody: it helps who mistyped, and tells nobody what is there."""

from __future__ import annotations

import pytest

from tests.web.organising import fields_of, send


@pytest.fixture
def closed(house, moderator):
    """The code of a closed meeting."""
    house.do(moderator, "meeting.settings", closed=True)
    return house.code


def shown(code):
    return f"{code[:4]}-{code[4:]}"


def text(answer):
    return answer.get_data(as_text=True)


def test_it_leads_with_the_code_to_correct(client, closed):
    page = text(client.get("/QQQQQQQQ"))
    assert page.index("Check the code on the screen") < page.index("Were you given a code of your own?")
    assert page.index('name="code"') < page.index('name="ticket"')
    assert fields_of(page, "/join?lang=en")["code"] == ["QQQQ-QQQQ"]


def test_the_corrected_code_opens_the_meeting(house, client):
    answer = send(client, "/QQQQQQQQ", "/join?lang=en", code=shown(house.code).lower())
    assert (answer.status_code, answer.location) == (303, f"/{house.code}")


def test_it_is_alike_for_a_closed_meeting_and_for_none(client, closed):
    alike = set()
    for code in (closed, "QQQQQQQQ"):
        pages = [client.get(f"/{code}"), send(client, f"/{code}", f"/{code}/join?lang=en", ticket="AAAAABBBBB")]
        alike.add(tuple(text(page).replace(code, "CODE").replace(shown(code), "SHOWN") for page in pages))
    assert len(alike) == 1


def test_a_wrong_code_of_ones_own_stays_in_its_field(client, closed):
    path = f"/{closed}/join?lang=en"
    answer = send(client, f"/{closed}", path, ticket="AAAAA-BBBB8")
    assert answer.status_code == 404
    assert fields_of(text(answer), path)["ticket"] == ["AAAAA-BBBB8"]
