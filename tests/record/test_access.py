"""Who may read the record, and how it is handed out."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from facilitation.room.actor import Actor
from tests.conftest import House

FORMATS = ("json", "md", "html")


@pytest.mark.parametrize("format", FORMATS)
def test_anybody_with_the_code_reads_the_public_version(house: House, client: FlaskClient, format: str) -> None:
    for code in (house.code, house.code.lower(), f"{house.code[:4]}-{house.code[4:]}"):
        assert client.get(f"/{code}/record.{format}").status_code == 200


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("role", ["moderator", "rapporteur", "interpreter"])
def test_the_team_reads_the_confidential_one(house: House, client: FlaskClient, role: str, format: str) -> None:
    headers = house.bearer(house.seat(role))
    response = client.get(f"/{house.code}/record.{format}?version=confidential", headers=headers)
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")


@pytest.mark.parametrize("format", FORMATS)
def test_nobody_else_does(house: House, client: FlaskClient, alice: Actor, stranger: Actor, format: str) -> None:
    url = f"/{house.code}/record.{format}?version=confidential"
    assert client.get(url).status_code == 403
    for actor in (alice, house.seat("stage")):
        assert client.get(url, headers=house.bearer(actor)).status_code == 403
    assert client.get(url, headers=house.bearer(stranger)).status_code == 401


def test_a_desk_reads_it_by_its_cookie_and_a_phone_does_not(
    house: House, client: FlaskClient, moderator: Actor, alice: Actor
) -> None:
    url = f"/{house.code}/record.html?version=confidential"
    client.set_cookie(f"seat-{house.code}", house.tokens[alice.seat_id])
    assert client.get(url).status_code == 403
    client.set_cookie(f"seat-{house.code}-desk", house.tokens[moderator.seat_id])
    assert client.get(url).status_code == 200
    assert "version=confidential" in client.get(f"/{house.code}/record.html").get_data(as_text=True)


def test_files_have_a_name_and_the_page_is_read_in_place(house: House, client: FlaskClient) -> None:
    for format in ("json", "md"):
        disposition = client.get(f"/{house.code}/record.{format}").headers["Content-Disposition"]
        assert disposition == f'attachment; filename="facilitation-{house.code}-public.{format}"'
    assert "Content-Disposition" not in client.get(f"/{house.code}/record.html").headers


@pytest.mark.parametrize("path", ["record.exe", "record.html?version=secret", "record."])
def test_what_there_is_not_is_not_found(house: House, client: FlaskClient, path: str) -> None:
    assert client.get(f"/{house.code}/{path}").status_code == 404


def test_an_unknown_meeting_has_no_record(client: FlaskClient) -> None:
    assert client.get("/33334444/record.json").status_code == 404
