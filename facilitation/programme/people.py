"""Lines that name a person: who, in which role, of which organisation."""

from __future__ import annotations

import re
from functools import cache

from facilitation.programme.lines import EDGES
from facilitation.programme.positions import ACRONYM, role_and_organisation, tells_body, tells_role
from facilitation.programme.structure import Speaker
from facilitation.programme.words import people
from facilitation.programme.words.folding import fold, words

MOST_CHARACTERS = 500  # of one person's line; what is longer is prose

_COMMAS = re.compile(r"\s*[,;،；，|]\s*|\s[-–—]\s")
_AFTER_NAME = re.compile(r"\s*[,;،；，|]\s*|\s[-–—]\s|\s?[—–]\s?|\s*[:：]\s+|\s*：|\s*[(（]")
_BRACKETS = re.compile(r"[(（]([^()（）]{1,300})[)）]")

_CAPITALISED = r"(?:[^\W\d_a-zа-яёàâçéèêëîïôûùüÿñáíóúäö][\w'’.-]*|[^\W\d_]['’][^\W\d_][\w'’-]*)"
_NAME = re.compile(
    rf"(?:(?i:{people.HONORIFICS})\.?\s)*{_CAPITALISED}(?:\s(?:{_CAPITALISED}|(?:{people.PARTICLES})\b)){{0,6}}"
)


def read_person(text: str, sure: bool = True) -> Speaker | None:
    """Read a person's line, or return None where it is none.

    ``sure`` says that the line stands where persons are listed; without it the line must show a name of two
    words or more and a role or an organisation.
    """
    if not text or len(text) > MOST_CHARACTERS or text.rstrip(EDGES).endswith(("?", "؟", "？", ":", "：")):
        return None
    name, said = _split_name(text)
    if not _names_somebody(name, sure) or tells_role(name) and not said:
        return None
    parts, moderator = _without_moderating(said)
    if not sure and not any(tells_role(part) or tells_body(part) for part in parts) and not moderator:
        return None
    if not sure and text.endswith((".", "。")) and len(words(text)) > 25:
        return None
    role, organisation = role_and_organisation(parts)
    return Speaker(name=name, role=role, organisation=organisation, moderator=moderator)


def _split_name(text: str) -> tuple[str, list[str]]:
    """Split a line into the name and the parts said of it; brackets after the name hold parts too."""
    match = _AFTER_NAME.search(text)
    if not match or match.start() == 0:
        return text.strip(EDGES), []
    name, rest = text[: match.start()].strip(EDGES), text[match.end() :].strip(EDGES)
    if match[0].strip()[-1:] in ("(", "（"):
        inside, _, after = rest.partition(")" if "(" in match[0] else "）")
        rest = f"{inside}, {after.strip(' ,-–—:،')}" if after.strip(" ,-–—:،") else inside
    return name, _parts(rest)


def _parts(text: str) -> list[str]:
    """Split at commas and dashes, but not inside brackets and not before an organisation's own acronym."""
    parts: list[str] = []
    depth = begin = 0
    cuts = {match.start(): match for match in _COMMAS.finditer(text)}
    for at, sign in enumerate(text):
        depth += (sign in "(（") - (sign in ")）")
        if at in cuts and depth <= 0:
            cut = cuts[at]
            if cut[0].strip() in "-–—" and ACRONYM.fullmatch(text[cut.end() :].partition(",")[0].strip()):
                continue
            parts.append(text[begin:at])
            begin = cut.end()
    return [part for part in [*parts, text[begin:]] if part.strip()]


def _names_somebody(name: str, sure: bool) -> bool:
    if not name or any(c.isdigit() for c in name) or len(name) > 80:
        return False
    if any(c.isupper() or c.islower() for c in name):
        return bool(_NAME.fullmatch(name)) and _capitals(name) >= (1 if sure else 2)
    # Scripts without capitals: a name is short, and what follows it must tell (see above).
    return len(words(name)) <= 6


def _capitals(name: str) -> int:
    return sum(1 for word in name.split() if word[0].isupper())


def _without_moderating(parts: list[str]) -> tuple[list[str], bool]:
    """Take out what only says that the person moderates, as a part or in brackets at its end."""
    kept: list[str] = []
    moderator = False
    for part in parts:
        brackets = _BRACKETS.search(part)
        if " ".join(words(part)) in _moderators():
            moderator = True
            continue
        if brackets and " ".join(words(brackets[1])) in _moderators():
            moderator, part = True, part[: brackets.start()] + part[brackets.end() :]
        if part.strip(EDGES + ".)"):
            kept.append(part.strip(EDGES))
    return kept, moderator


@cache
def _moderators() -> frozenset[str]:
    return frozenset(" ".join(words(phrase)) for phrase in people.MODERATORS)


def folded_name(name: str) -> str:
    """Fold a name so that two ways of writing it compare equal."""
    return " ".join(words(fold(name)))
