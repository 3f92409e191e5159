"""Words, addresses and secrets that stand nowhere else in the world, and every way in which they could be written."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import secrets
import string
from collections.abc import Iterable, Mapping
from urllib.parse import quote, quote_plus

# Letters that JSON, addresses of pages and HTML write in other ways.
_ODD = "ñ&ß"


def mark(what: str) -> str:
    """A new word; it begins with letters that every way of writing text leaves as they are."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(14)) + f"{_ODD}{what}"


def plain_mark(what: str) -> str:
    """A new word for what takes nothing but ASCII."""
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(14)) + what


def written(canary: str | bytes) -> dict[str, bytes]:
    """How it could be written: way -> bytes."""
    if isinstance(canary, bytes):
        return {"bytes": canary, **_armoured(canary)}
    ways = {"utf-8": canary.encode(), **_armoured(canary.encode())}
    begins = canary.partition("ñ")[0]
    if begins != canary:  # also a part of it
        ways |= {f"beginning, {way}": found for way, found in _armoured(begins.encode()).items()}
        ways["beginning"] = begins.encode()
    for form in ("utf-16-le", "utf-16-be", "utf-32-le", "latin-1"):
        ways[form] = canary.encode(form)
        ways[f"beginning, {form}"] = begins.encode(form)
    ways["json"] = json.dumps(canary)[1:-1].encode()
    ways["url"] = quote(canary, safe="").encode()
    ways["form"] = quote_plus(canary).encode()
    ways["html"] = html.escape(canary).encode()
    ways["html numbers"] = canary.encode("ascii", "xmlcharrefreplace")
    return ways


def found(canaries: Mapping[str, str | bytes], places: Mapping[str, bytes]) -> set[tuple[str, str, str]]:
    """(canary, way of writing, place) of everything that is there; letters count whatever their case."""
    hits = set()
    for place, data in places.items():
        small = data.lower()
        for name, canary in canaries.items():
            for way, wanted in written(canary).items():
                if wanted in data or (not _minds_case(way) and wanted.lower() in small):
                    hits.add((name, way, place))
    return hits


def names(hits: Iterable[tuple[str, str, str]]) -> set[str]:
    """Which canaries were found, however and wherever."""
    return {name for name, _way, _place in hits}


def _minds_case(way: str) -> bool:
    return "base64" in way or way == "bytes" or "digest" in way


def _armoured(raw: bytes) -> dict[str, bytes]:
    """As hexadecimal digits, as base64 wherever it may stand in what is encoded, and as unkeyed digests."""
    ways = {"hex": raw.hex().encode()}
    for before in range(3):
        # The letters that depend on what stands before and after are left out.
        whole = base64.b64encode(bytes(before) + raw)
        inner = whole[(before * 8 + 5) // 6 : len(whole) - 4]
        ways[f"base64 after {before}"] = inner
        ways[f"url base64 after {before}"] = inner.replace(b"+", b"-").replace(b"/", b"_")
    for digest in ("sha256", "sha1", "md5"):
        hashed = hashlib.new(digest, raw, usedforsecurity=False)
        ways[f"{digest} digest"], ways[f"{digest} digest, hex"] = hashed.digest(), hashed.hexdigest().encode()
    return ways
