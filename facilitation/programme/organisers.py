"""Bodies that organise a meeting, out of one running sentence or a list."""

from __future__ import annotations

import re
from functools import cache

from facilitation.programme.structure import Organiser
from facilitation.programme.words.folding import words
from facilitation.programme.words.headings import HEADINGS
from facilitation.programme.words.people import AND, BODIES, CHINESE_BODIES

_SEPARATOR = re.compile(r"\s*[,;،؛、，；\n•|]\s*")
_AND = re.compile(rf"(?:^|\s)(?:{AND})\s(?=\S)", re.IGNORECASE)
_ARABIC_AND = re.compile(r"\sو(?=ال|\w+ة\b)")
_CHINESE_AND = re.compile(r"[和与及]")
_ACRONYM = r"(?=[^\s()]*[A-ZА-Я][^\s()]*[A-ZА-Я])[\w&.’'/-]{2,24}"
_IN_BRACKETS = re.compile(rf"(.*\S)\s*[(（]({_ACRONYM})[)）]", re.DOTALL)
_AFTER_DASH = re.compile(rf"(.*\S)\s[-–—]\s({_ACRONYM})", re.DOTALL)
_BEFORE_DASH = re.compile(rf"({_ACRONYM})\s[-–—]\s(.*\S)", re.DOTALL)
_ACRONYM_FIRST = re.compile(rf"({_ACRONYM})\s*[(（]([^()（）]+\s[^()（）]+)[)）]", re.DOTALL)
_MOST_CHARACTERS = 1_000  # of one name, or of the last part of a list; what is longer is neither

_ARTICLE = re.compile(r"(?:the|la|le|les|el|los|las)\s|l['’]", re.IGNORECASE)
_NAMED_FOR = re.compile(r"\b(?:of|for|on|against|de|des|du|pour|para|sobre|contra|по|за)\b", re.IGNORECASE)


def read_organisers(text: str, partner: bool = False) -> list[Organiser]:
    """Read the organisers that a text lists; those "in collaboration with" whom they work are partners."""
    if (found := _partner_phrase().search(text)) and not partner:
        before, after = text[: found.start()], text[found.end() :]
        return [*read_organisers(before), *read_organisers(after, partner=True)]
    return [_organiser(name, partner) for name in _names(text.strip(" .:。"))]


def _names(text: str) -> list[str]:
    parts = [part for part in _outside_brackets(text) if part.strip(" .")]
    if not parts:
        return []
    last = _AND.sub("", parts[-1], count=1) if _AND.match(parts[-1]) else parts[-1]
    # A list ends with "and": only its last part may hold two, an earlier "and" belongs to a name.
    return [*parts[:-1], *_last_two(last, listed=len(parts) > 1)]


def _outside_brackets(text: str) -> list[str]:
    parts: list[str] = []
    depth, begin = 0, 0
    cuts = {match.start(): match.end() for match in _SEPARATOR.finditer(text)}
    for at, sign in enumerate(text):
        depth += (sign in "(（") - (sign in ")）")
        if at in cuts and depth <= 0:
            parts.append(text[begin:at])
            begin = cuts[at]
    return [part.strip() for part in [*parts, text[begin:]]]


def _last_two(text: str, listed: bool) -> list[str]:
    """Split the end of a list at the "and" that joins two bodies, not at one inside a name."""
    if len(text) > _MOST_CHARACTERS:
        return [text]
    for match in [*_AND.finditer(text), *_ARABIC_AND.finditer(text), *_CHINESE_AND.finditer(text)][:20]:
        left, right = text[: match.start()].strip(), text[match.end() :].strip()
        if not left or not right or _ends_with_acronym(text) and len(left.split()) == 1:
            continue  # "Trade and Law Library (TLL)": a lone word before an acronym's name belongs to it
        if _ends_with_acronym(left) or _is_body(left) and _is_body(right) and not _open_ended(left, right):
            return [left, *_last_two(right, listed)]
        if listed and not _NAMED_FOR.search(left) and _is_title(right):
            return [left, *_last_two(right, listed)]
    return [text]


def _ends_with_acronym(text: str) -> bool:
    return bool(_IN_BRACKETS.fullmatch(text) or _AFTER_DASH.fullmatch(text))


def _is_body(text: str) -> bool:
    return not BODIES.isdisjoint(words(text)) or any(body in text for body in CHINESE_BODIES.split("|"))


def _open_ended(left: str, right: str) -> bool:
    """Tell whether "and" may only join what a body is for: "Centre for Law and Policy Resource"."""
    return bool(_NAMED_FOR.search(left)) and len(words(right)) < 2


def _is_title(text: str) -> bool:
    return text[:1].isupper() and (len(words(text)) > 1 or any(c.isupper() for c in text[1:]))


def _organiser(written: str, partner: bool) -> Organiser:
    written = written.strip(" .")
    name = _ARTICLE.sub("", written, count=1) if _ARTICLE.match(written) else written
    shapes = ((_ACRONYM_FIRST, 2, 1), (_IN_BRACKETS, 1, 2), (_AFTER_DASH, 1, 2), (_BEFORE_DASH, 2, 1))
    for shape, full, short in shapes if len(name) <= _MOST_CHARACTERS else ():
        if found := shape.fullmatch(name):
            return Organiser(name=found[full].strip(), acronym=found[short], partner=partner)
    return Organiser(name=name, partner=partner)


@cache
def _partner_phrase() -> re.Pattern[str]:
    phrases = [phrase for fields in HEADINGS.values() for phrase in fields["partners"].split("|") if " " in phrase]
    written = "|".join(re.escape(phrase).replace(r"\ l\ ", r"\ l['’]") for phrase in phrases)
    return re.compile(
        rf"[,;،]?\s(?:{written}|en\s(?:colaboración|cooperación)\scon|with\sthe\ssupport\sof)\s|与|[،,]?\sبالتعاون\sمع\s",
        re.IGNORECASE,
    )


@cache
def joints() -> frozenset[str]:
    """List the folded words that join a list of organisers and end in no name."""
    phrases = [phrase for fields in HEADINGS.values() for phrase in fields["partners"].split("|")]
    return frozenset(words(" ".join([*phrases, AND.replace("|", " "), "the la le les el los las l و 和 与 及"])))
