"""Looks through files for words, in a process of its own: ``python -m facilitation.file_search``, asked by `leftovers`.

SQLite's locks are the process's: were a server to open and close its database's files by itself, all the locks that
it holds on them would be gone, and whoever comes next would take the write-ahead log away from under it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import msgspec

# Bytes that are read at a time.
PORTION = 256 * 1024


class Order(msgspec.Struct):
    """Words, and the paths of the files to look through."""

    words: list[bytes]
    files: list[str]


def found_in(files: Sequence[str], words: Sequence[bytes]) -> list[int]:
    """The places in ``words`` of those that stand somewhere in the files."""
    longest = max(map(len, words), default=0)
    found: set[int] = set()
    for path in files:
        with open(path, "rb") as file:
            rest = b""
            while more := file.read(PORTION):
                portion = rest + more
                found.update(place for place, word in enumerate(words) if word in portion)
                rest = portion[-longest:]
    return sorted(found)


if __name__ == "__main__":
    order = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=Order)
    sys.stdout.buffer.write(msgspec.msgpack.encode(found_in(order.files, order.words)))
