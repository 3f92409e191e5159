"""The files of ``static/``: read once, and answered from memory before Flask, since each phone asks for some fifty.

They stand under an address that names their release, a digest of them all. What a module imports by a relative path
is then of the same release, a browser may keep all of it for good, and nothing is asked for twice.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

FOLDER = Path(__file__).parents[2] / "static"
# Served is what is named here. The system's own table of types differs from machine to machine.
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_KEEP_FOR_GOOD, _ASK_EACH_TIME = "public, max-age=31536000, immutable", "no-cache"
_OTHER_RELEASE = re.compile(r"(?<=^/static/)[0-9a-f]{12}/")
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One file as it is sent: plain, squeezed, or as word that the browser's copy still holds."""

    mark: str
    plain: tuple[Headers, list[bytes]]
    squeezed: tuple[Headers, list[bytes]]
    unchanged: Headers


class StaticFiles:
    """The files of a folder, by the path under which they are asked for."""

    def __init__(self, folder: Path) -> None:
        contents = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.suffix in _TYPES
        }
        digest = hashlib.sha256()
        for path, content in contents.items():
            digest.update(f"{path}:{len(content)}:".encode() + content)
        self.release = digest.hexdigest()[:12]
        self._answers: dict[str, Answer] = {}
        for path, content in contents.items():
            self._answers[self.url(path)] = _answer(path, content, _KEEP_FOR_GOOD)
            self._answers[f"/static/{path}"] = _answer(path, content, _ASK_EACH_TIME)

    def url(self, path: str) -> str:
        """The address of a file as it is now."""
        return f"/static/{self.release}/{path}"

    def before(self, app: WSGIApplication, headers: Mapping[str, str]) -> WSGIApplication:
        """Answer for these files, with these headers, and hand every other request on."""
        common = list(headers.items())

        def answer(request: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            found = self._find(request["PATH_INFO"]) if request["REQUEST_METHOD"] in ("GET", "HEAD") else None
            return app(request, start_response) if found is None else _send(found, common, request, start_response)

        return answer

    def _find(self, path: str) -> Answer | None:
        """A file; a page of another release is given what there is now, which it must not keep."""
        return self._answers.get(path) or self._answers.get(_OTHER_RELEASE.sub("", path, count=1))


@cache
def static_files() -> StaticFiles:
    """The files of this installation, read once for the life of the process."""
    return StaticFiles(FOLDER)


def _answer(path: str, content: bytes, keeping: str) -> Answer:
    mark = f'W/"{hashlib.sha256(content).hexdigest()[:20]}"'
    common = [("Cache-Control", keeping), ("ETag", mark), ("Vary", "Accept-Encoding")]
    kind = ("Content-Type", _TYPES[Path(path).suffix])
    squeezed = gzip.compress(content, mtime=0)
    return Answer(
        mark,
        plain=([*common, kind, ("Content-Length", str(len(content)))], [content]),
        squeezed=(
            [*common, kind, ("Content-Encoding", "gzip"), ("Content-Length", str(len(squeezed)))],
            [squeezed],
        ),
        unchanged=common,
    )


def _send(found: Answer, common: Headers, request: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    if found.mark in request.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [*common, *found.unchanged])
        return []
    headers, body = found.squeezed if _TAKES_GZIP.search(request.get("HTTP_ACCEPT_ENCODING", "")) else found.plain
    start_response("200 OK", [*common, *headers])
    return [] if request["REQUEST_METHOD"] == "HEAD" else body
