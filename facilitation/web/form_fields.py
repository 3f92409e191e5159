"""From the fields of an HTML form to a command's payload: strings, lines of a list, lists by language."""

from __future__ import annotations

from typing import Any, get_args, get_origin

import msgspec
from werkzeug.datastructures import MultiDict

from facilitation.engine.commands import COMMANDS
from facilitation.room.meetings import Nothing

_OURS = frozenset({"csrf", "screen", "back"})


def payload_of(name: str, form: MultiDict[str, str]) -> dict[str, Any]:
    """The command's own fields; one left blank is left out where it may be, as a form cannot leave it out itself.

    A list is written line by line, or ticked, under one name; lists by language under ``<name>-<language>``. Either may
    be emptied.
    """
    fields = msgspec.structs.fields(COMMANDS[name].payload if name in COMMANDS else Nothing)
    needed = {field.encode_name for field in fields if field.required}
    lists = {field.encode_name for field in fields if _is(list, field.type)}
    by_language = {field.encode_name for field in fields if _is(dict, field.type)}
    payload: dict[str, Any] = {}
    for key, value in form.items():
        noun, dash, language = key.partition("-")
        if key in _OURS:
            continue
        if key in lists:
            payload[key] = _lines(form.getlist(key))
        elif dash and noun in by_language:
            payload.setdefault(noun, {})[language] = _lines(form.getlist(key))
        elif value or key in needed:
            payload[key] = value
    return payload


def _is(kind: type, wanted: Any) -> bool:
    return any(get_origin(each) is kind for each in (wanted, *get_args(wanted)))


def _lines(values: list[str]) -> list[str]:
    return [line for value in values for line in value.splitlines() if line.strip()]
