"""HTTP requests that nobody should send, as Hypothesis strategies: every route, method and kind of body."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from hypothesis import strategies as st
from werkzeug.routing import Rule

METHODS = ["GET", "POST"] * 5 + ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"]
PIECES = st.sampled_from(
    [
        "join",
        "json",
        "md",
        "css/base.css",
        "question.ask",
        "%",
        "%zz",
        "%00",
        "%ff",
        "%c0%af",
        "%2e%2e%2f",
        "..",
        "a" * 7000,
    ]
    + [
        "%0d%0aSet-Cookie:x=1",
        "%ed%a0%80",
        "\\",
        "'",
        "<x>",
        "{{7*7}}",
        "%u0041",
        ";",
        "%25%30%30",
        "__proto__",
        "-",
        ".",
    ]
)
QUERIES = st.sampled_from(
    [
        "",
        "?",
        "?lang=fr",
        "?lang=%00",
        "?lang=../../etc",
        "?version=confidential",
        "?version=%ff",
        "?" + "a=b&" * 900,
        "?%",
        "?=&=",
    ]
)
JSON_BODIES = st.one_of(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
        max_leaves=10,
    ).map(json.dumps),
    st.fixed_dictionaries(
        {},
        optional={
            "programme": st.sampled_from(
                ["", "x", {}, {"title": "x"}, {"title": 5}, {"title": "x", "items": [{}]}, [], None]
            ),
            "settings": st.sampled_from([{}, [], {"voting": 5}, {"groups": ["a"] * 50}, None]),
            "invite": st.sampled_from(["x", 5, None, "\ud800"]),
            "language": st.sampled_from(["fr", "x" * 500, 5, "\0"]),
            "group": st.sampled_from(["", "state", "\u202e", 5]),
            "id": st.sampled_from(["", "a", 5, "x" * 65]),
            "text": st.text(max_size=20),
        },
    ).map(json.dumps),
    st.sampled_from(["", "[" * 20_000, '{"a":' * 5000, "NaN", "1e999", "9" * 6000, '"\\ud800"', "{", "\ufeff{}", "\0"]),
).map(lambda text: text.encode("utf-8", "surrogatepass"))


def forms(csrf: str) -> st.SearchStrategy[bytes]:
    """Forms of which most come from a page of ours."""
    names = ["code", "text", "key", "invite", "screen", "language", "group", "id", "title", "back", "item-title"]
    values = st.text(max_size=30) | st.sampled_from(["%00", "%ff", "//evil.example", "x" * 3000, "desk", "stage", "fr"])
    fields = st.lists(st.tuples(st.sampled_from(names), values), max_size=6)
    return st.one_of(
        st.builds(
            lambda proof, pairs: "&".join(f"{name}={value}" for name, value in [("csrf", proof), *pairs]),
            st.sampled_from([csrf] * 9 + ["x"]),
            fields,
        ).map(lambda form: form.encode("utf-8", "surrogatepass")),
        st.sampled_from([b"&" * 30_000, b"a=" * 5000, b"%", b"=", b"a[]=1&a[b]=2"]),
    )


PARTS = st.sampled_from(
    [
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\nPK\3\4\r\n--b--\r\n',
        b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.ics"\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n',
        b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\nA title\r\n--b--',
        b"--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b--\r\n",
        b"--b\r\n" * 1500,
        b"--b\r\n" + b"X: y\r\n" * 3000 + b"\r\n--b--\r\n",
        b"--b",
        b"",
        b"\0" * 300,
    ]
)


def bodies(csrf: str) -> st.SearchStrategy[tuple[str, bytes]]:
    """A kind of content, and content that is said to be of it."""
    return st.one_of(
        st.tuples(st.sampled_from(["application/json", "text/json", ""]), JSON_BODIES),
        st.tuples(st.just("application/x-www-form-urlencoded"), forms(csrf)),
        st.tuples(
            st.sampled_from(
                [
                    "multipart/form-data; boundary=b",
                    "multipart/form-data",
                    "multipart/form-data; boundary=" + "b" * 3000,
                ]
            ),
            PARTS,
        ),
        st.tuples(
            st.sampled_from(
                ["text/plain", "application/octet-stream", "a", ";", "text/html; charset=utf-7", "x/y; charset=\xff"]
            ),
            st.binary(max_size=200) | st.just(b"x" * 300_000),
        ),
    )


FIELDS = st.lists(
    st.sampled_from(
        [
            ("Cookie", "seat-AAAAAAAA=x; =; ;;a"),
            ("Cookie", "x" * 7000),
            ("Cookie", "session=\xff\xfe; seat-AAAAAAAA-desk=\x80"),
            ("Authorization", "Bearer x"),
            ("Authorization", "Bearer \xff"),
            ("Authorization", "Basic ====="),
            ("Authorization", "Digest qop=" + '"' * 50),
            ("Accept-Language", "fr;q=x, *;q=-1, " + "a," * 1000),
            ("Accept-Language", "\xff"),
            ("Origin", "http://["),
            ("Origin", "null"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Range", "bytes=9999999999999999999999-,-,0-0,0-0"),
            ("If-None-Match", '"' * 100),
            ("If-Modified-Since", "Thu, 99 Foo 99999 99:99:99 GMT"),
            ("If-Range", "x"),
            ("X-Forwarded-For", "1.2.3.4, " * 100),
            ("X-Forwarded-Host", "evil.example"),
            ("X-Forwarded-Proto", "gopher"),
            ("Accept", ";;q=,*/*"),
            ("Accept-Encoding", "gzip;q=x"),
            ("Content-Encoding", "gzip"),
            ("Expect", "100-continue"),
            ("Expect", "the-unexpected"),
            ("Upgrade", "h2c"),
            ("Connection", "close, x"),
            ("X-HTTP-Method-Override", "DELETE"),
            ("Sec-WebSocket-Version", "13"),
        ]
    ),
    max_size=5,
)
HOSTS = st.sampled_from(
    [["localhost"]] * 60
    + [["x"]]
    + [["[::1"], ["a:b:c"], ["x:99999"], [""], ["\xff"], ["evil.example/@x"], [], ["x", "y"]]
)
# None: the true length.
LENGTHS = st.sampled_from(
    [[None]] * 120
    + [[], ["0"], ["1"], ["-1"], ["+5"], ["5_0"], ["0x5"], ["five"], [""], ["9" * 15], ["9" * 5000]]
    + [[None, None], ["1", "2"], ["5, 5"], ["300000"], ["99999999"]]
)
CODINGS = st.sampled_from([[]] * 60 + [["chunked"], ["Chunked"], ["gzip, chunked"], ["identity"], ["xchunked"], [""]])
CHUNKS = st.sampled_from(
    [
        b"0\r\n\r\n",
        b"5\r\nhello\r\n0\r\n\r\n",
        b"-5\r\nhello",
        b"zz\r\n",
        b"FFFFFFFFFFFFFFFFF\r\n",
        b"5;" + b"x" * 9000,
        b"5\r\nhel",
    ]
)
EXTRA = st.sampled_from(
    [b""] * 90
    + [
        b"X: y\r\n" * 1000,
        b"X-Long: " + b"y" * 70_000 + b"\r\n",
        b"no colon\r\n",
        b" folded\r\n",
        b"X: a\0b\r\n",
        b"X: a\rY: b\r\n",
    ]
    + [b"X : y\r\n", b"\xff: y\r\n", b": y\r\n", b"X: \x1b[2J\r\n", b"Content_Length: 5\r\n", b"X: y\n", b"\r\r\n"]
)


def paths(rules: Iterable[Rule], code: str) -> st.SearchStrategy[str]:
    """Addresses that fit the routes, and some that nearly do."""
    codes = st.sampled_from([code, f"{code[:4]}-{code[4:]}".lower(), "AAAAAAAA", "AAAA-AAAA", "AAAA"])

    def filled(rule: str) -> st.SearchStrategy[str]:
        gaps = re.split(r"<[^>]*>", rule)
        names = re.findall(r"<([^>]*)>", rule)
        values = [codes if name.startswith("code:") else PIECES for name in names]
        return st.tuples(*values).map(lambda chosen: "".join(map("".join, zip(gaps, (*chosen, ""), strict=True))))

    known = st.one_of([filled(str(rule)) for rule in rules])
    strange = st.sampled_from(
        ["/socket.io/", "/socket.io/?EIO=4&transport=polling&sid=x", "/socket.io/?EIO=3", "//x", "/" * 300]
    )
    return st.one_of(known, known, st.builds("".join, st.tuples(known, QUERIES)), strange)


def requests(rules: Iterable[Rule], code: str, csrf: str) -> st.SearchStrategy[bytes]:
    """Requests as they go over the wire."""
    return st.builds(
        _request,
        st.sampled_from(METHODS),
        paths(rules, code),
        HOSTS,
        FIELDS,
        bodies(csrf),
        LENGTHS,
        st.tuples(CODINGS, CHUNKS),
        EXTRA,
    )


def _request(
    method: str,
    path: str,
    hosts: list[str],
    fields: list[tuple[str, str]],
    content: tuple[str, bytes],
    lengths: list[str | None],
    coded: tuple[list[str], bytes],
    extra: bytes,
) -> bytes:
    kind, body = content
    codings, chunks = coded
    if codings:
        body = chunks
    lines = [f"{method} {path} HTTP/1.1"]
    lines += [f"Host: {host}" for host in hosts]
    lines += [f"Content-Type: {kind}"] if kind else []
    lines += [f"Content-Length: {len(body) if length is None else length}" for length in lengths]
    lines += [f"Transfer-Encoding: {coding}" for coding in codings]
    lines += [f"{name}: {value}" for name, value in fields]
    head = "".join(f"{line}\r\n" for line in lines).encode("latin-1", "replace")
    return head + extra + b"\r\n" + body
