"""The head of an HTTP request, read strictly: what a proxy and a server could understand differently is refused."""

from __future__ import annotations

import re
from collections.abc import Callable
from http.client import HTTPMessage
from typing import NamedTuple

# Fields of one head; browsers send some twenty.
FIELDS = 100

_REQUEST = re.compile(rb"([A-Z]{1,20}) (/[\x21-\x7e]*) (HTTP/1\.[01])\r?\n")
_FIELD = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):([\t\x20-\x7e\x80-\xff]*)\r?\n")
_LENGTH = re.compile(r"[0-9]{1,15}")


class BadHead(Exception):
    """This is not a request as RFC 9112 describes it, or not one that is taken; ``status`` is the answer's."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


class Head(NamedTuple):
    """What a request says before its body."""

    method: str
    target: str
    version: str
    fields: HTTPMessage
    length: int
    """Bytes of the body."""

    @property
    def keeps(self) -> bool:
        """Whether the client means to use the connection again."""
        wishes = {wish.strip().lower() for wish in self.fields.get("Connection", "").split(",")}
        return "close" not in wishes and (self.version == "HTTP/1.1" or "keep-alive" in wishes)


def read_head(first: bytes, readline: Callable[[], bytes]) -> Head:
    """Read the lines of a head, of which the first was read already; raises BadHead."""
    request = _REQUEST.fullmatch(first)
    if request is None:
        raise BadHead("400 Bad Request")
    method, target, version = (part.decode("ascii") for part in request.groups())
    if target.startswith("//"):  # a browser that is sent there would take it for another host
        target = "/" + target.lstrip("/")
    fields = _fields(readline)
    hosts = len(fields.get_all("Host", ()))
    if hosts > 1 or (hosts == 0 and version == "HTTP/1.1"):
        raise BadHead("400 Bad Request")
    return Head(method, target, version, fields, _length(fields))


def _fields(readline: Callable[[], bytes]) -> HTTPMessage:
    fields = HTTPMessage()
    for _ in range(FIELDS + 1):
        line = readline()
        if line in (b"\r\n", b"\n"):
            return fields
        field = _FIELD.fullmatch(line)
        if field is None:
            raise BadHead("400 Bad Request")
        name, value = field.groups()
        fields[name.decode("ascii")] = value.decode("latin-1").strip(" \t")
    raise BadHead("431 Request Header Fields Too Large")


def _length(fields: HTTPMessage) -> int:
    lengths = fields.get_all("Content-Length", ())
    if "Transfer-Encoding" in fields:
        # No browser sends a body without saying how long it is, and proxies can say it for those who do.
        raise BadHead("400 Bad Request" if lengths else "411 Length Required")
    if not lengths:
        return 0
    if len(lengths) > 1 or not _LENGTH.fullmatch(lengths[0]):
        raise BadHead("400 Bad Request")
    return int(lengths[0])
