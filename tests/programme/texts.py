"""The texts that the tests read, and what is compared."""

from __future__ import annotations

from pathlib import Path

import msgspec

from facilitation.programme import read
from facilitation.programme.codes import WARNINGS
from facilitation.programme.structure import Programme

HERE = Path(__file__).parent
EXAMPLES = sorted((HERE.parents[1] / "examples").iterdir())
FORUM_SESSION = (HERE / "forum-session.txt").read_text(encoding="utf-8")


def read_example(name: str) -> Programme:
    path = HERE.parents[1] / "examples" / name
    return read(path.read_bytes(), path.name)


def codes(programme: Programme) -> set[str]:
    """The codes of a programme's warnings, each of them documented."""
    found = {text.partition(":")[0] for text in programme.warnings}
    assert found <= WARNINGS.keys()
    return found


def everything_in(programme: Programme) -> str:
    """All that the fields of a programme say, as one text."""
    return "\n".join(_strings(msgspec.to_builtins(programme)))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    entries = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for entry in entries for text in _strings(entry)]
