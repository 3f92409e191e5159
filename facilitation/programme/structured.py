"""The exact structured form: validated on the way in, exported as YAML, the same both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from facilitation.errors import Refused
from facilitation.programme import limits
from facilitation.programme.reader import number
from facilitation.programme.structure import Programme

_PATH = re.compile(r"`\$\.?([^`]*)`$")
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def from_structure(data: dict[str, Any], strict: bool = True) -> Programme:
    """Validate the structured form of a programme, and give ids to the items without one.

    Raises ``Refused("programme.invalid", field=…)`` with the path of what is wrong, as "items[2].minutes".
    Unless ``strict``, numbers may be written as text, which is all that a text file has.
    """
    try:
        programme = msgspec.convert(data, Programme, strict=strict)
    except msgspec.ValidationError as error:
        path = _PATH.search(str(error))
        raise Refused("programme.invalid", field=path[1] if path else "") from None
    for field, holds in _checks(programme):
        if not holds:
            raise Refused("programme.invalid", field=field)
    number(programme.items)
    return programme


def _checks(programme: Programme) -> Iterator[tuple[str, bool]]:
    """Yield every field with whether it holds; types are known to be right by now."""
    yield from (("title", bool(programme.title.strip())), ("date", _is_date(programme.date)))
    for field, time in (("starts", programme.starts), ("ends", programme.ends)):
        yield field, time is None or bool(_TIME.fullmatch(time))
    for at, language in enumerate(programme.languages):
        yield f"languages[{at}]", bool(_LANGUAGE.fullmatch(language))
    for at, organiser in enumerate(programme.organisers):
        yield f"organisers[{at}].name", bool(organiser.name.strip())
    for at, speaker in enumerate(programme.speakers):
        yield f"speakers[{at}].name", bool(speaker.name.strip())
    ids: set[str] = set()
    for at, item in enumerate(programme.items):
        yield f"items[{at}].title", bool(item.title.strip())
        yield f"items[{at}].minutes", item.minutes is None or 0 < item.minutes <= 24 * 60
        yield f"items[{at}].id", not item.id or item.id not in ids and bool(_ID.fullmatch(item.id))
        ids.add(item.id)
    for count, check in enumerate(_sizes(msgspec.to_builtins(programme), "")):
        yield check if count < limits.TEXTS else (check[0], False)


def _sizes(value: object, path: str) -> Iterator[tuple[str, bool]]:
    """Yield every text and list with whether it can be stored: not too long, no NUL, no half character."""
    if isinstance(value, str):
        yield (
            path,
            len(value) <= limits.STRING_CHARACTERS and not _UNSTORABLE.search(value),
        )
    elif isinstance(value, list):
        yield path, len(value) <= limits.LIST_ENTRIES
        for at, entry in enumerate(value):
            yield from _sizes(entry, f"{path}[{at}]")
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield from _sizes(entry, f"{path}.{key}".lstrip("."))


def _is_date(written: str | None) -> bool:
    if written is None:
        return True
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:  # not a date, or one in another form
        return False
