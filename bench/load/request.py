"""One HTTP request over a connection of its own, as somebody makes it who comes for the first time."""

from __future__ import annotations

import time

from bench.load.loop import Loop, Moment
from bench.load.wire import Lost, Wire


class _Request(Wire):
    __slots__ = ("_got", "answer")

    def __init__(self, loop: Loop, address: tuple[str, int], request: bytes) -> None:
        self._got = b""
        self.answer: Moment[bytes] = Moment()
        super().__init__(loop, address)
        if not self.lost:
            self.send(request)

    def take(self, data: bytes, now: float) -> None:
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        if not found:
            return
        size = _length(head)
        if size is not None and len(body) >= size:
            self.close()

    def broke(self, why: Lost) -> None:
        if self._got.startswith(b"HTTP/1.1 ") and b"\r\n\r\n" in self._got:
            self.answer.set(self._got)
        else:
            self.answer.fail(why)


async def fetch(
    loop: Loop, address: tuple[str, int], path: str, body: bytes | None = None, bearer: str = "", cookie: str = ""
) -> tuple[int, bytes]:
    """GET, or POST where there is a body: (status, body of the answer); raises Lost."""
    head = [f"{'GET' if body is None else 'POST'} {path} HTTP/1.1", f"Host: {address[0]}:{address[1]}"]
    head += ["Connection: close", "Accept: */*"]
    if bearer:
        head.append(f"Authorization: Bearer {bearer}")
    if cookie:
        head.append(f"Cookie: {cookie}")
    if body is not None:
        head += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    request = "\r\n".join([*head, "", ""]).encode() + (body or b"")
    answer = await _Request(loop, address, request).answer
    return int(answer[9:12]), answer.partition(b"\r\n\r\n")[2]


def now() -> float:
    """The clock of every measure: CLOCK_MONOTONIC, the same in every process of the machine."""
    return time.perf_counter()


def _length(head: bytes) -> int | None:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line[15:])
    return None
