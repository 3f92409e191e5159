"""Case studies: those listed under a heading, and those that the running text names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from facilitation.programme.structure import Item
from facilitation.programme.words.cases import NAMED, TOLD, UNNAMED
from facilitation.programme.words.folding import words

_TOLD = re.compile("|".join(f"(?:{p})".replace("?P<case>", f"?P<c{n}>") for n, p in enumerate(TOLD)), re.IGNORECASE)
_NAMED = re.compile("|".join(f"(?:{p})".replace("?P<case>", f"?P<c{n}>") for n, p in enumerate(NAMED)), re.IGNORECASE)
_UNNAMED = re.compile("|".join(UNNAMED), re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|new|a|an|le|la|les|el|los|las|l['’])\s+", re.IGNORECASE)
_SENTENCE = 1_000  # characters around a name in which its sentence is looked for
_MOST_CASES = 50


@dataclass(slots=True)
class _Case:
    name: str
    told: str | None = None

    @property
    def named(self) -> bool:
        return not _UNNAMED.match(self.name)

    def same_as(self, other: _Case) -> bool:
        mine, theirs = _name_words(self.name), _name_words(other.name)
        return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def find_cases(prose: str, items: list[Item]) -> list[tuple[Item, Item | None]]:
    """Find the case studies that a text names, each with the discussion that refers to it, if one does.

    A case told without a name ("a case from …") and one named in the questions without being told ("the …
    case study") are the same when there is just one of each: the article says that it was spoken of before.
    """
    told = _distinct(
        [_Case(_case(match), _sentence(prose, match)) for match in islice(_TOLD.finditer(prose), _MOST_CASES)]
    )
    named = [
        _Case(_case(match))
        for item in items
        for text in [item.title, *item.questions]
        for match in _NAMED.finditer(text)
    ]
    named = [case for case in _distinct(named) if not any(case.same_as(other) for other in told)]
    unnamed = [case for case in told if not case.named]
    if len(named) == len(unnamed) == 1:
        unnamed[0].name = named.pop().name
    return [(_item(case), _discussed_in(case, items)) for case in [*told, *named] if _speaks(case)]


def _case(match: re.Match[str]) -> str:
    return next(text for text in match.groups() if text).strip()


def _sentence(prose: str, match: re.Match[str]) -> str:
    """Return the sentence in which a case is told."""
    first, last = max(match.start() - _SENTENCE, 0), match.end() + _SENTENCE
    begin = max(prose.rfind(sign, first, match.start()) for sign in (". ", "\n", "。", "? ")) + 1
    ends = [end for sign in (". ", ".\n", "\n", "。") if (end := prose.find(sign, match.end(), last)) >= 0]
    return prose[max(begin, first) : min(ends, default=last) + 1].strip()


def _distinct(cases: list[_Case]) -> list[_Case]:
    kept: list[_Case] = []
    for case in cases[:_MOST_CASES]:
        if not any(case.same_as(other) for other in kept):
            kept.append(case)
    return kept


def _speaks(case: _Case) -> bool:
    # "the first case", "the latter case": no name, no proper noun, no case study of its own.
    return bool(_name_words(case.name)) and (bool(case.told) or any(word[0].isupper() for word in case.name.split()))


def _item(case: _Case) -> Item:
    title = _ARTICLE.sub("", _ARTICLE.sub("", case.name, count=1), count=1)
    return Item(title=title[:1].upper() + title[1:], kind="case-study", text=case.told)


def _discussed_in(case: _Case, items: list[Item]) -> Item | None:
    wanted = _name_words(case.name)
    for item in items:
        if wanted <= set(words(" ".join([item.title, *item.questions]))):
            return item
    return None


def _name_words(name: str) -> set[str]:
    return set(words(_ARTICLE.sub("", _ARTICLE.sub("", name, count=1), count=1)))
