"""The structured programme: what a text is read into, and what a meeting is made from."""

from __future__ import annotations

from typing import Literal

import msgspec

Kind = Literal["opening", "discussion", "case-study", "speaker", "poll", "floor", "break", "closing"]


class Organiser(msgspec.Struct, forbid_unknown_fields=True):
    """One body that organises the meeting, or is a partner in it."""

    name: str
    acronym: str | None = None
    partner: bool = False


class Speaker(msgspec.Struct, forbid_unknown_fields=True):
    """One person on the programme, with what the programme says of them.

    Who holds several roles in several bodies has them separated by "; ", in the same order in both fields.
    """

    name: str
    role: str | None = None
    organisation: str | None = None
    moderator: bool = False


class Item(msgspec.Struct, forbid_unknown_fields=True):
    """One entry of the run of show; questions that belong together are one item."""

    title: str
    kind: Kind = "discussion"
    id: str = ""
    text: str | None = None
    minutes: int | None = None
    questions: list[str] = []
    speakers: list[str] = []


class Programme(msgspec.Struct, forbid_unknown_fields=True):
    """A meeting as planned: a draft that a person can correct before anything is created.

    ``date`` is ISO (``2019-11-26``) or ``None``; ``starts`` and ``ends`` are ``HH:MM``; ``languages`` are
    BCP 47 codes; ``warnings`` name what was not recognised or not understood, as stable codes with data
    after a colon.
    """

    title: str = ""
    series: str | None = None
    part: str | None = None
    date: str | None = None
    starts: str | None = None
    ends: str | None = None
    languages: list[str] = []
    description: str = ""
    organisers: list[Organiser] = []
    objectives: list[str] = []
    speakers: list[Speaker] = []
    items: list[Item] = []
    warnings: list[str] = []
