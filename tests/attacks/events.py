"""Events that are whole Socket.IO, of which the content is what nobody should send, as a Hypothesis strategy."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from facilitation.engine.commands import COMMANDS
from facilitation.wire.frames import MESSAGE_LIMIT
from tests.attacks.packets import NAMES, VALUES

# Stands for the id of a question that somebody else has asked; whoever sends the event puts it in.
QUESTION = "a-question-of-theirs"

# All but one: a meeting that is forgotten refuses everything, and a test wants to go on in it.
ASKED = sorted(COMMANDS.keys() - {"meeting.forget"})
COMMAND = st.sampled_from(["join", *ASKED])
TEXTS = st.sampled_from(
    [
        "",
        " ",
        "x",
        "x" * 501,
        "x" * 9000,
        "\0",
        "\ud800",
        "\u202e",
        "a\nb",
        "\u200b",
        "😀" * 200,
        "́" * 400,
        "<b>",
        "'--",
    ]
)
NUMBERS = st.sampled_from([0, 1, -1, 2, 0.0, 1.0, 1.5, 2**31, 2**63, 2**64, -(2**63) - 1, 10**300, float("nan"), True])
# Names that no database should be asked for.
ODD = ["\ud800", "\0", "x" * 300]
# What a field usually holds, so that some events are refused by a rule only, or by none.
USUAL: dict[str, st.SearchStrategy[Any]] = {
    "question": st.sampled_from([QUESTION, QUESTION, *ODD]),
    "from": st.sampled_from([QUESTION, *ODD]),
    "into": st.just(QUESTION),
    "item": st.sampled_from(["i1", "i2", *ODD]),
    "text": TEXTS,
    "title": TEXTS,
    "name": TEXTS,
    "reason": TEXTS,
    "language": st.sampled_from(["fr", "xx-yy", "x" * 30]),
    "value": NUMBERS,
    "position": NUMBERS,
    "minutes": NUMBERS,
    "kind": st.sampled_from(["break", "none"]),
    "state": st.sampled_from(["waiting", "open", "none"]),
    "questions": st.lists(TEXTS, max_size=3),
    "speakers": st.lists(TEXTS, max_size=3),
    "groups": st.lists(TEXTS, max_size=30),
    "asking": st.booleans(),
    "premoderation": st.booleans(),
    "id": st.sampled_from(["one", "two", "", "x" * 65, "é", 5]),
    "__class__": TEXTS,
}


def fields(*names: str) -> st.SearchStrategy[dict[str, Any]]:
    """These fields: mostly with something in them that is of the right kind."""
    odd = st.one_of(VALUES, TEXTS, NUMBERS)
    return st.fixed_dictionaries({name: st.one_of(*[USUAL[name]] * 6, odd) for name in names})


PAYLOADS = st.one_of(
    st.lists(st.sampled_from(sorted(USUAL)), max_size=4, unique=True).flatmap(lambda names: fields(*names)),
    st.dictionaries(st.sampled_from(sorted(USUAL)) | st.text(max_size=10), VALUES, max_size=4),
    VALUES,
)


def fitting(name: str) -> st.SearchStrategy[list[Any]]:
    """A command with the fields that it takes."""
    taken = set(COMMANDS[name].payload.__struct_encode_fields__)
    return fields(*(field for field in USUAL if field in taken)).map(lambda payload: [name, payload])


def events(role: str) -> st.SearchStrategy[str]:
    """The arguments of an event, as JSON: mostly of one that this role may ask for."""
    theirs = st.sampled_from(sorted(name for name in ASKED if role in COMMANDS[name].roles))
    return (
        st.one_of(
            *[theirs.flatmap(fitting)] * 3,
            st.builds(lambda name, payload: [name, payload], theirs | COMMAND, PAYLOADS),
            st.builds(lambda name, values: [name, *values], COMMAND | NAMES | VALUES, st.lists(VALUES, max_size=3)),
        )
        .map(json.dumps)
        .filter(lambda text: len(text) < MESSAGE_LIMIT - 100)
    )
