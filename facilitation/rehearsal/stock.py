"""What a simulated audience has to say."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import msgspec

_FILE = Path(__file__).with_name("stock.yaml")


class Stock(msgspec.Struct, frozen=True):
    """Texts of one language; see stock.yaml."""

    questions: list[str]
    afterthoughts: list[str]
    names: list[str]
    reasons: list[str]
    replies: list[str]


@cache
def stock() -> dict[str, Stock]:
    """The texts by language code."""
    return msgspec.yaml.decode(_FILE.read_bytes(), type=dict[str, Stock])


class Decks:
    """Deals questions so that none comes twice before all of its language were asked."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._left: dict[str, list[str]] = {}

    def deal(self, language: str) -> str:
        """The next question in this language."""
        left = self._left.setdefault(language, [])
        if not left:
            left.extend(stock()[language].questions)
            self._chance.shuffle(left)
        return left.pop()
