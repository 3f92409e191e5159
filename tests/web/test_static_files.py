"""The files of static/: kept for good under their release, squeezed for who takes it, never out of the folder."""

from __future__ import annotations

import gzip
import re

import pytest

from facilitation.web.static_files import FOLDER, StaticFiles, static_files
from tests.web.scenes import Visitor

STYLE = "css/base.css"


def test_a_file_of_this_release_is_kept_for_good(client):
    answer = client.get(static_files().url(STYLE))
    assert answer.data == (FOLDER / STYLE).read_bytes()
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert client.get(static_files().url("js/room.js")).headers["Content-Type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("path", [f"/static/{STYLE}", f"/static/0123456789ab/{STYLE}"])
def test_without_a_release_or_of_another_one_it_is_asked_for_each_time(client, path):
    answer = client.get(path)
    assert answer.data == (FOLDER / STYLE).read_bytes()
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_copy_that_still_holds_is_not_sent_again(client):
    url = static_files().url(STYLE)
    mark = client.get(url).headers["ETag"]
    again = client.get(url, headers={"If-None-Match": f'"other", {mark}'})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == mark and again.headers["Content-Security-Policy"]
    assert client.get(url, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("taken", "squeezed"),
    [("gzip, deflate, br", True), ("br;q=1, gzip;q=0.5", True), ("gzip;q=0", False), ("gzip; q=0.0, br", False),
     ("identity", False), ("x-gzipped", False)],
)  # fmt: skip
def test_who_takes_it_gets_it_squeezed(client, taken, squeezed):
    answer = client.get(static_files().url(STYLE), headers={"Accept-Encoding": taken})
    assert answer.headers.get("Content-Encoding") == ("gzip" if squeezed else None)
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert int(answer.headers["Content-Length"]) == len(answer.data)
    assert (gzip.decompress(answer.data) if squeezed else answer.data) == (FOLDER / STYLE).read_bytes()


def test_the_head_alone(client):
    answer = client.head(static_files().url(STYLE))
    assert answer.data == b"" and int(answer.headers["Content-Length"]) == (FOLDER / STYLE).stat().st_size


@pytest.mark.parametrize("path", ["/static/../wsgi.py", "/static/%2e%2e/wsgi.py", "/static//etc/passwd", "/static/",
                                  "/static/js/package.json", "/static/css", "/static/nothing.css"])  # fmt: skip
def test_nothing_else_is_served(client, path):
    answer = client.get(path)
    assert answer.status_code == 404 and answer.headers["Cache-Control"] == "no-store"


def test_nothing_is_taken_from_who_sends(client):
    assert client.post(static_files().url(STYLE)).status_code in (404, 405)


def test_a_change_to_any_file_is_another_release(tmp_path):
    (tmp_path / "a.js").write_text("one")
    (tmp_path / "b.js").write_text("two")
    before = StaticFiles(tmp_path).release
    (tmp_path / "b.js").write_text("three")
    assert StaticFiles(tmp_path).release != before


def test_pages_name_their_files_by_release(house, alice):
    page = Visitor.holding(house, alice).browser().get(f"/{house.code}").get_data(as_text=True)
    named = re.findall(r'"(/static/[^"]+)"', page)
    assert len(named) > 30
    assert not [path for path in named if not path.startswith(f"/static/{static_files().release}/")]
    assert not [path for path in named if house.app.test_client().get(path).status_code != 200]
