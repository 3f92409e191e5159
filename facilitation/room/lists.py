"""What the organiser keeps for marking questions: names, and words by language. Nobody else is shown it."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from facilitation.errors import Refused
from facilitation.room.actor import Actor
from facilitation.room.aftermath import aftermath
from facilitation.room.languages import LANGUAGE_LIMIT
from facilitation.room.lookup import meeting_of
from facilitation.room.marks import remark
from facilitation.room.text import clean_line

ENTRY_LIMIT, ENTRIES_LIMIT, LANGUAGES_LIMIT = 80, 500, 20


class Lists(msgspec.Struct, forbid_unknown_fields=True):
    """Lists to set; what is left out stays. ``use_words``: whether the words are looked for at all."""

    names: list[str] | msgspec.UnsetType = msgspec.UNSET
    words: dict[str, list[str]] | msgspec.UnsetType = msgspec.UNSET
    use_words: bool | msgspec.UnsetType = msgspec.UNSET


def keep(db: Session, actor: Actor, order: Lists) -> None:
    """Keep these lists, in place of what was kept before under the same name; what was asked already is marked anew."""
    meeting = meeting_of(db, actor)
    before = meeting.lists
    kept = dict(before)
    if order.names is not msgspec.UNSET:
        kept["names"] = _entries(order.names)
    if order.words is not msgspec.UNSET:
        kept["words"] = _by_language(order.words)
    if order.use_words is not msgspec.UNSET:
        kept["use_words"] = order.use_words
    meeting.lists = kept
    remark(db, meeting, before)
    aftermath(db).text_erased = True  # a name that was taken off the list must not linger


def _by_language(words: dict[str, list[str]]) -> dict[str, list[str]]:
    if len(words) > LANGUAGES_LIMIT:
        raise Refused("list.too_many", limit=LANGUAGES_LIMIT)
    named = {clean_line(language, LANGUAGE_LIMIT, "language"): entries for language, entries in words.items()}
    return {language: kept for language, entries in named.items() if language and (kept := _entries(entries))}


def _entries(lines: list[str]) -> list[str]:
    if len(lines) > ENTRIES_LIMIT:
        raise Refused("list.too_many", limit=ENTRIES_LIMIT)
    return list(dict.fromkeys(line for each in lines if (line := clean_line(each, ENTRY_LIMIT, "list"))))
