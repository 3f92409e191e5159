"""Who has come and gone leaves nothing behind, however it was done."""

from __future__ import annotations

import gc
import weakref

import pytest

from tests.wire.clients import opened


@pytest.fixture
def server(app):
    return app.extensions["socketio"].server


def posted(app, sid, *packets):
    """The status of the answer to a request with these packets."""
    body = "\x1e".join(packets)
    return app.test_client().post(f"/socket.io/?EIO=4&transport=polling&sid={sid}", data=body).status_code


@pytest.mark.parametrize("packets", [("40{}",), ("1",), ("1", "40{}"), ("40{}", "1"), ("1", "1", "40{}", "40{}")])
def test_whatever_was_posted_no_place_is_kept(app, server, packets):
    for _ in range(3):
        posted(app, sid := opened(app), *packets)
        app.test_client().get(f"/socket.io/?EIO=4&transport=polling&sid={sid}")
        posted(app, sid, "1")
    assert not server.manager.pending_connect
    assert not server.manager.rooms.get("/", {})
    assert not server.manager._entered and not server.environ and not server.eio.sockets


def test_a_session_that_was_closed_is_not_held_until_its_ping(app, server):
    gone = weakref.ref(server.eio.sockets[sid := opened(app)])
    assert posted(app, sid, "1") == 200
    gc.collect()
    assert gone() is None


def test_who_asks_for_the_head_alone_gets_no_body(app):
    answer = app.test_client().head("/socket.io/?EIO=4&transport=polling")
    assert (answer.status_code, answer.data) == (405, b"")
