"""YAML: the structured form as a file, read exactly and written so that it reads back the same."""

from __future__ import annotations

import re
from typing import Any

import msgspec
import yaml

from facilitation.errors import Refused
from facilitation.programme import limits
from facilitation.programme.structure import Programme
from facilitation.programme.structured import from_structure

_KEYS = Programme.__struct_fields__
_KEY_LINE = re.compile(rf"^({'|'.join(_KEYS)}):(?=\s|$)", re.MULTILINE)
_LIST_UNDER_KEY = re.compile(rf"^(?:{'|'.join(_KEYS)}):[ \t]*\r?\n[ \t]*- ", re.MULTILINE)

_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C reader is ten times faster, where it is built
_EVENTS = 10 * limits.LINES  # a line of a list on one line, "[a, b]", makes few


class _Loader(_Base):  # type: ignore[misc, valid-type]
    """Reads plain scalars as text: a time stays "10:00", a date as written, "no" the Norwegian language."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("^(?:~|null|)$"), ["~", "n", ""])


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    """Writes every list out, even one that appears twice: aliases are refused on the way in."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _block(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    """Write texts of several lines as such, so that a person can read and correct them."""
    # Other line breaks than \n come back as spaces, unless they are escaped in quotes.
    style = '"' if any(c in text for c in "\x85\u2028\u2029") else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _block)


def looks_structured(text: str) -> bool:
    """Tell whether a text is the structured form: its keys at the margin, and a list under one of them."""
    first = _KEY_LINE.match(re.sub(r"\A(?:\ufeff|\s|#[^\n]*\n|---[ \t]*\n)*", "", text[:10_000]))
    return bool(first and len(set(_KEY_LINE.findall(text))) >= 2 and _LIST_UNDER_KEY.search(text))


def from_yaml(text: str) -> Programme:
    """Read the structured form from YAML.

    Raises ``Refused`` with ``programme.unreadable`` (and the line) where it is not sound YAML, names a type,
    or holds an alias, with which a few lines could stand for gigabytes; with ``programme.invalid`` for a wrong field.
    """
    try:
        _refuse_bombs(text)
        loaded = yaml.load(text, Loader=_Loader)  # noqa: S506 (built on the safe loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Refused("programme.unreadable", format="yaml", line=line) from None
    except (yaml.YAMLError, ValueError) as error:
        # A forbidden character, which does not know its line.
        raise Refused("programme.unreadable", format="yaml", line=_line_of(error, text)) from None
    return from_structure(loaded, strict=False)


def to_yaml(programme: Programme) -> str:
    """Write a programme as YAML that ``read`` turns into the same programme."""
    structure = _without_gaps(msgspec.to_builtins(programme))
    return str(yaml.dump(structure, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110))


def _without_gaps(value: Any) -> Any:
    """Leave out what is not known, so that a person who corrects the file sees only what there is."""
    if isinstance(value, dict):
        return {key: _without_gaps(inner) for key, inner in value.items() if inner is not None}
    return [_without_gaps(inner) for inner in value] if isinstance(value, list) else value


def _refuse_bombs(text: str) -> None:
    depth = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        if count > _EVENTS:
            raise Refused("programme.too_many_lines", limit=limits.LINES)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        # A type that is named ("!!timestamp 9999") is built by code that trips over a value that does not fit.
        typed = getattr(event, "tag", None) is not None
        if isinstance(event, yaml.AliasEvent) or typed or depth > limits.YAML_DEPTH:
            raise Refused("programme.unreadable", format="yaml", line=event.start_mark.line + 1)


def _line_of(error: Exception, text: str) -> int:
    return text.count("\n", 0, getattr(error, "position", 0)) + 1
