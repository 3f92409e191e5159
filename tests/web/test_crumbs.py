"""Bodies made of crumbs: what takes a stranger a moment to send takes nobody else's time or memory to take apart."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable

import pytest

from facilitation.web.limits import CONTAINERS, DESK, FIELDS, PROGRAMME, STRUCTURE, WORDS

LINE, PARTS = "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"
HEAD = b"--b\r\nContent-Disposition: form-data; name="
END = b"--b--\r\n"
DOORS = ["/new", "/new/read", "/new/create"]


def filled(crumb: bytes, size: int, before: bytes = b"", after: bytes = b"") -> bytes:
    """A body of this size at most, full of crumbs."""
    return before + crumb * ((size - len(before) - len(after)) // len(crumb)) + after


IN_ONE_LINE = {
    "letters of three bytes": filled(b"%41", PROGRAMME, b"text="),
    "letters that are none": filled(b"%ff", PROGRAMME, b"text="),
    "one byte more than is read": filled(b"a", DESK + 1),
    "fields": b"a&" * FIELDS,
}
IN_PARTS = {
    "parts": (HEAD + b"a\r\n\r\n\r\n") * (FIELDS + 1) + END,
    "lines before a part": filled(b"a:\r\n", PROGRAMME, HEAD + b"text\r\n", b"\r\n\r\n\r\n" + END),
    "parameters in such a line": filled(b";a=b", PROGRAMME, HEAD + b"text", b"\r\n\r\n\r\n" + END),
    "parameters of many parts": (HEAD + b"text" + b";a=b" * 200 + b"\r\n\r\n\r\n") * 400 + END,
    "words": filled(b"a", WORDS + 200, HEAD + b"text\r\n\r\n", b"\r\n" + END),
    "words of many parts": (HEAD + b"text\r\n\r\n" + b"a" * 1000 + b"\r\n") * (WORDS // 1000 + 1) + END,
}
NOT_A_FORM = {
    "no boundary at all": filled(b"\r\n", PROGRAMME),
    "lines that continue": filled(b"\r\n ", 1000, HEAD + b"text", b"\r\n\r\n\r\n" + END),
    "an end too early": HEAD + b"text\r\n\r\nabc",
    "no name of a field": b"--b\r\na: b\r\n\r\nabc\r\n" + END,
}


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("body", IN_ONE_LINE.values(), ids=IN_ONE_LINE)
def test_a_form_in_one_line(client, path, body):
    assert client.post(path, data=body, content_type=LINE).status_code == 413


@pytest.mark.parametrize("path", DOORS)
@pytest.mark.parametrize("body", IN_PARTS.values(), ids=IN_PARTS)
def test_a_form_in_parts(client, path, body):
    assert client.post(path, data=body, content_type=PARTS).status_code == 413


@pytest.mark.parametrize("body", NOT_A_FORM.values(), ids=NOT_A_FORM)
def test_what_is_no_form(client, body):
    assert client.post("/new", data=body, content_type=PARTS).status_code == 400
    assert client.post("/new", data=body, content_type="multipart/form-data").status_code == 400


JSON = {
    "lists": filled(b"[],", STRUCTURE, b'{"programme":[', b"0]}"),
    "lists in lists": filled(b"[" * 500 + b"]" * 500 + b",", STRUCTURE, b'{"programme":[', b"0]}"),
    "objects": b'{"programme":[' + b'{"abc":0},' * CONTAINERS + b"0]}",
    "objects by name": filled(b'"a":{},', STRUCTURE, b"{", b'"b":0}'),
}


@pytest.mark.parametrize("body", JSON.values(), ids=JSON)
def test_json(client, body):
    answer = client.post("/api/meetings", data=body)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "payload.too_large")


def test_json_where_an_item_is_written_is_refused_whoever_sends_it(house, alice, client):
    body = filled(b"[],", DESK, b'{"title":[', b"0]}")
    answer = client.post(f"/api/{house.code}/commands/item.add", data=body, headers=house.bearer(alice))
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (413, "payload.too_large")


def test_more_items_than_a_meeting_holds_are_counted_before_they_are_looked_at(client):
    answer = client.post("/api/meetings", json={"programme": {"items": [{"title": 5}] * 201}})
    assert answer.get_json()["error"]["code"] == "item.too_many"


LONGEST: dict[str, tuple[str, Callable[[], bytes]]] = {
    "in one line": (LINE, lambda: filled(b"%41", DESK, b"text=")),
    "in one line, not characters": (LINE, lambda: filled(b"%ff", DESK, b"text=")),
    "a file": (PARTS, lambda: filled(b"\r\n", PROGRAMME, HEAD + b"f;filename=a\r\n\r\n", b"\r\n" + END)),
    "files": (PARTS, lambda: (HEAD + b"f;filename=a\r\n\r\n" + b"x" * 4000 + b"\r\n") * (FIELDS - 10) + END),
    "fields": (PARTS, lambda: (HEAD + b"f\r\n\r\n" + b"x" * 350 + b"\r\n") * (FIELDS - 10) + END),
}


@pytest.mark.parametrize(("kind", "body"), LONGEST.values(), ids=LONGEST)
def test_the_most_that_is_taken_apart_fills_a_bounded_memory(client, kind, body):
    sent = body()
    client.post("/new", data=b"", content_type=kind)
    gc.collect()
    tracemalloc.start()
    try:
        assert client.post("/new", data=sent, content_type=kind).status_code == 403
        assert tracemalloc.get_traced_memory()[1] < 64 * 1024 * 1024
    finally:
        tracemalloc.stop()
