"""What is a request and what is not: where two servers could disagree, there is no request."""

from __future__ import annotations

import io

import pytest

from facilitation.wire.head import FIELDS, BadHead, Head, read_head
from facilitation.wire.timed import TimedReader


def head_of(text: bytes) -> Head:
    """The head that these bytes begin with."""
    stream = io.BytesIO(text)
    return read_head(stream.readline(), stream.readline)


def refusal(text: bytes) -> str:
    """The status with which they are refused."""
    with pytest.raises(BadHead) as caught:
        head_of(text)
    return caught.value.status[:3]


def test_what_browsers_send():
    head = head_of(
        b"POST /join?a=%20b HTTP/1.1\r\nHost: x\r\nX-Empty:\r\nCookie: a=b; c=d \r\nContent-Length: 12\r\n\r\n"
    )
    assert (head.method, head.target, head.version, head.length) == ("POST", "/join?a=%20b", "HTTP/1.1", 12)
    assert (head.fields["cookie"], head.fields["X-EMPTY"], head.fields.get("x-more")) == ("a=b; c=d", "", None)
    assert head.keeps


@pytest.mark.parametrize(
    ("version", "connection", "keeps"),
    [
        (b"1.1", None, True),
        (b"1.1", b"keep-alive, Upgrade", True),
        (b"1.1", b"Close", False),
        (b"1.1", b"upgrade, close", False),
        (b"1.0", None, False),
        (b"1.0", b"Keep-Alive", True),
    ],
)
def test_whether_the_connection_is_kept(version, connection, keeps):
    line = b"" if connection is None else b"Connection: " + connection + b"\r\n"
    assert head_of(b"GET / HTTP/" + version + b"\r\nHost: x\r\n" + line + b"\r\n").keeps is keeps


@pytest.mark.parametrize(
    "first",
    [
        b"GET\r\n",
        b"GET /\r\n",
        b"GET / HTTP/0.9\r\n",
        b"GET / HTTP/2.0\r\n",
        b"GET / HTTP/1.10\r\n",
        b"GET / http/1.1\r\n",
        b"GET  / HTTP/1.1\r\n",
        b"GET /\tHTTP/1.1\r\n",
        b"GET / HTTP/1.1 \r\n",
        b"GET / x HTTP/1.1\r\n",
        b"get / HTTP/1.1\r\n",
        b"G\0T / HTTP/1.1\r\n",
        b"GET /\0 HTTP/1.1\r\n",
        b"GET /\xc3\xa9 HTTP/1.1\r\n",
        b"GET /\r HTTP/1.1\r\n",
        b"GET http://other/ HTTP/1.1\r\n",
        b"GET * HTTP/1.1\r\n",
        b"CONNECT x:80 HTTP/1.1\r\n",
        b"PRI * HTTP/2.0\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n",
        b"\r\n",
        b"",
    ],
)
def test_a_first_line_that_is_none(first):
    assert refusal(first + b"Host: x\r\n\r\n") == "400"


@pytest.mark.parametrize(
    "line",
    [
        b"Content-Length : 5",
        b" Content-Length: 5",
        b"\tfolded",
        b"no colon",
        b": no name",
        b"X-Y: a\rContent-Length: 5",
        b"X-Y: a\0",
        b"X-Y: a\x7f",
        b"X(Y): a",
        b"X-\xc3\xa9: a",
        b"Host: y",
        b"Content-Length: 5\r\nContent-Length: 5",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: 5, 5",
        b"Content-Length: +5",
        b"Content-Length: -5",
        b"Content-Length: 5_0",
        b"Content-Length: 0x5",
        b"Content-Length: 5.0",
        b"Content-Length: \xb2",
        b"Content-Length:",
        b"Content-Length: five",
        b"Content-Length: " + b"9" * 16,
        b"Content-Length: " + b"9" * 5000,
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5",
    ],
)
def test_a_field_that_is_none(line):
    assert refusal(b"POST / HTTP/1.1\r\nHost: x\r\n" + line + b"\r\n\r\n") == "400"


@pytest.mark.parametrize("coding", [b"chunked", b"Chunked", b"gzip, chunked", b"identity", b"", b"xchunked"])
def test_a_body_of_unsaid_length(coding):
    assert refusal(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding + b"\r\n\r\n") == "411"


def test_no_host():
    assert refusal(b"GET / HTTP/1.1\r\n\r\n") == "400"
    assert head_of(b"GET / HTTP/1.0\r\n\r\n").length == 0


def test_the_end_before_the_end():
    assert refusal(b"GET / HTTP/1.1\r\nHost: x\r\n") == "400"


def test_more_fields_than_anybody_sends():
    assert refusal(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * FIELDS + b"\r\n") == "431"
    assert head_of(b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * (FIELDS - 1) + b"\r\n").target == "/"


def test_a_path_is_no_other_host():
    assert head_of(b"GET //evil.example/ HTTP/1.0\r\n\r\n").target == "/evil.example/"


class Slow:
    """A connection over which a byte comes each second, by a clock of its own."""

    def __init__(self):
        self.now, self.timeout = 0.0, 65.0

    def gettimeout(self):
        return self.timeout

    def settimeout(self, seconds):
        self.timeout = seconds

    def recv_into(self, buffer):
        if self.timeout < 1:
            raise TimeoutError
        self.now += 1
        buffer[:1] = b"x"
        return 1


def test_the_time_is_for_all_of_it():
    line = Slow()
    reader = TimedReader(line, clock=lambda: line.now)
    buffered = io.BufferedReader(reader)
    reader.allow(10)
    with pytest.raises(TimeoutError):
        buffered.read(100)
    assert line.now == 10
    reader.allow(5)
    assert len(buffered.read(5)) == 5
    assert line.timeout == 65  # what else is done with the connection has its own limit
