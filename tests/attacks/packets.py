"""Engine.IO and Socket.IO packets that nobody should send, as Hypothesis strategies."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from tests.attacks.wire import BINARY, CLOSE, CONTINUATION, PING, PONG, TEXT, frame

DIGITS = st.sampled_from("0123456789")
NAMES = st.sampled_from(
    ["join", "connect", "disconnect", "*", "", "message", "error", "question.ask", "vote.cast", "pulse", "__class__"]
)
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70).map(str),
    st.sampled_from(["NaN", "Infinity", "-Infinity", "1e400", "-0", "1E-400", "9" * 5000, "0" * 100, "1.0", "²"]),
)
DEEP = st.sampled_from(["[" * 3000, "[" * 3000 + "]" * 3000, '{"a":' * 2000 + "1" + "}" * 2000, '["' * 500])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
JSON = st.one_of(VALUES.map(json.dumps), NUMBERS, DEEP, st.text(max_size=60))
SPACES = st.sampled_from(["", "/,", "/admin,", "/", "/x?y=1,", "/" + "n" * 300 + ",", "/\u202e,", "//,", "/*,"])
COUNTS = st.sampled_from(["", "0-", "1-", "2-", "3-", "9999999999-", "99999999999999-", "-", "1--", "１-"])
AUTH = st.sampled_from(
    ["", "{}", "[]", '"x"', '{"meeting":"AAAAAAAA"}', '{"meeting":5,"seat":{}}', '{"seat":"\\ud800"}']
)
EVENTS = st.builds(lambda name, values: json.dumps([name, *values]), NAMES, st.lists(VALUES, max_size=3))
PLACEHOLDERS = st.sampled_from(
    [
        '["join",{"_placeholder":true,"num":0}]',
        '["join",{"_placeholder":true,"num":9}]',
        '[{"_placeholder":1,"num":-1}]',
    ]
)

socketio_packets = st.one_of(
    st.builds("".join, st.tuples(st.just("0"), SPACES, AUTH)),
    st.builds("".join, st.tuples(st.just("2"), SPACES, NUMBERS | st.just("") | st.just("7"), EVENTS | JSON)),
    st.builds("".join, st.tuples(st.sampled_from("13468"), SPACES, NUMBERS | st.just(""), JSON | st.just(""))),
    st.builds("".join, st.tuples(st.sampled_from("56"), COUNTS, SPACES, EVENTS | PLACEHOLDERS)),
    st.builds("".join, st.tuples(DIGITS, COUNTS, SPACES, NUMBERS, JSON)),
)
engineio_packets = st.one_of(
    socketio_packets.map(lambda packet: "4" + packet),
    st.sampled_from(["2", "3", "2probe", "3probe", "5", "6", "1", "0", "", "b", "b====", "bAAAA", "4", "9", "x", "²"]),
    st.builds("".join, st.tuples(DIGITS, JSON)),
    st.text(max_size=40),
)


def mutated(packet: bytes, at: int, what: bytes, cut: int) -> bytes:
    """The packet with something else in one place of it."""
    at %= len(packet) + 1
    return packet[:at] + what + packet[at + cut :]


packets = st.one_of(
    engineio_packets.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(
        mutated,
        engineio_packets.map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.integers(0, 200),
        st.binary(max_size=4) | st.sampled_from([b"\x1e", b"\0", b"\xff", b"\xed\xa0\x80"]),
        st.integers(0, 4),
    ),
    st.binary(max_size=60),
)

frames = st.one_of(
    packets.map(lambda packet: frame(TEXT, packet)),
    packets.map(lambda packet: frame(TEXT, packet)),
    packets.map(lambda packet: frame(BINARY, packet)),
    packets.map(lambda packet: frame(TEXT, packet[:5], fin=False) + frame(CONTINUATION, packet[5:])),
    st.builds(
        lambda opcode, packet, fin, masked, reserved: frame(opcode, packet, fin=fin, masked=masked, reserved=reserved),
        st.integers(0, 15),
        st.binary(max_size=130),
        st.booleans(),
        st.booleans(),
        st.integers(0, 7),
    ),
    st.binary(max_size=20).map(lambda words: frame(PING, words) * 50),
    st.binary(max_size=20).map(lambda words: frame(PONG, words) * 50),
    st.binary(max_size=20).map(lambda words: frame(CLOSE, words)),
    st.just(frame(TEXT, b"", fin=False) * 3000),
)
# Bytes of which nobody knows where they end; what follows on their line belongs to them.
torn = st.binary(min_size=1, max_size=20)
