"""What somebody may learn at a moment, judged by what the team sees; and what of it joins questions of one author."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.moderating import PUBLIC

# All that a view of a question for everyone may say; of none of these can two questions have the author's in common.
FIELDS = {"masked", "id", "text", "language", "item", "state", "score", "at", "name", "replies", "revision"}
# What changes from load to load, whoever looks and whatever is there.
_PASSING = re.compile(r'name="(?:csrf|id)" value="[^"]*"|"(?:csrf|seat)": ?"[^"]*"|data-text="score">\d+')
_WORD = re.compile(r"[\w.:-]{2,}")


@dataclass
class Secrets:
    """Everything that was written, and who may see it now."""

    texts: dict[str, str] = field(default_factory=dict)
    author: dict[str, str] = field(default_factory=dict)
    more: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    public: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    ever: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    heard: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _views: dict[str, Any] = field(default_factory=dict)
    _said: list[tuple[str, str]] = field(default_factory=list)

    def asked(self, question: str, text: str, author: str) -> None:
        """Somebody asked."""
        self.texts[question], self.author[question] = text, author

    def hear(self, who: str, said: str) -> None:
        """Something came to somebody; it is judged when it is known what was public then."""
        self.heard[who] += len(said)
        self._said.append((who, said))

    def moves_to(self, questions: dict[str, Any]) -> set[str]:
        """What the team sees after an act: the authors whose questions it touched."""
        self.before, self._views, last = self.public, questions, self._views
        self.public = {id_ for id_, view in questions.items() if view["state"] in PUBLIC}
        self.ever |= self.public
        # Until this act, its author could still read it.
        self.gone = {id_ for id_, view in last.items() if view["state"] == "withdrawn"}
        return {self.author[id_] for id_, view in questions.items() if view != last.get(id_)}

    def leaks(self) -> list[tuple[str, str, str]]:
        """(who, what, where) of everything that came since the last act to somebody whom it was not for."""
        said, self._said = self._said, []
        seen, found = self.public | self.before, []
        for question, text in self.texts.items():
            for who, words in said:
                if question not in seen and self.author[question] != who:
                    # Where one's own vote was, its name may come up again: it was on the list.
                    secret = [text, *self.more[question], *({question} - self.ever)]
                elif question in self.gone:
                    secret = [text]  # its words are nobody's any more, its author's neither
                else:
                    secret = []
                found += [(who, each, words) for each in secret if each in words]
        return found


def shown(page: str) -> list[str]:
    """What a page says, whatever the order and the scores."""
    return sorted(_PASSING.sub("", page).splitlines())


def cards(page: str) -> dict[str, str]:
    """question -> its card on a page."""
    pieces = re.split(r'<li class="card question" data-id="(\w+)"', page)
    return {id_: card.partition('<li class="card')[0] for id_, card in zip(pieces[1::2], pieces[2::2], strict=True)}


def joined(said: Mapping[str, str], author: Mapping[str, str]) -> set[str]:
    """Words that all questions of one author have here, of those that have several, and no other has."""
    holders: dict[str, set[str]] = defaultdict(set)
    for question, words in said.items():
        for word in _WORD.findall(words):
            holders[word].add(question)
    of_one: dict[str, set[str]] = defaultdict(set)
    for question in said:
        of_one[author[question]].add(question)
    several = [questions for questions in of_one.values() if len(questions) > 1]
    return {word for word, questions in holders.items() if questions in several and word not in PUBLIC}


def fields_of(views: Iterable[Mapping[str, Any]]) -> set[str]:
    """All fields that these views have."""
    return {name for view in views for name in view}
