"""Somebody with the whole database, and the phones of those who were there: what can they still join together?"""

from __future__ import annotations

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any

from facilitation.engine import Engine
from tests.witness import everything_in

Row = Mapping[str, Any]
# What every question of a meeting has in common with every other joins nobody's in particular.
QUESTION_TABLES = {"questions": "id", "replies": "question_id", "votes": "question_id", "timeline": "question_id"}


class Adversary:
    """Takes all rows of all tables, and tokens; guesses which questions and votes are one person's."""

    def __init__(self, engine: Engine, tokens: Iterable[str]) -> None:
        from facilitation.db import Base

        rows = everything_in(engine)
        columns = {table.name: [column.name for column in table.columns] for table in Base.metadata.sorted_tables}
        self.tables: dict[str, list[Row]] = {
            name: [dict(zip(columns[name], row, strict=True)) for row in rows[name]] for name in rows
        }
        self.tokens = list(tokens)

    def holders(self) -> dict[str, Any]:
        """token -> the row that a stored secret leads to, tried with everything that could be a key."""
        stored = {value: row for row in self._rows() for value in row.values() if isinstance(value, bytes)}
        keys = [*stored, *(value.encode() for row in self._rows() for value in row.values() if isinstance(value, str))]
        led: dict[str, Any] = {}
        for token in self.tokens:
            for key in {b"", *keys}:
                for proof in (
                    hmac.digest(key, token.encode(), hashlib.sha256),
                    hashlib.sha256(key + token.encode()).digest(),
                ):
                    if proof in stored:
                        led[token] = stored[proof]
        return led

    def linked(self) -> set[frozenset[str]]:
        """Pairs of questions that share something which only few of all questions share."""
        shared: dict[tuple[str, str, Any], set[str]] = defaultdict(set)
        for table, key in QUESTION_TABLES.items():
            for row in self.tables[table]:
                for column, value in row.items():
                    if row[key] and value not in (None, "", 0, False) and column not in ("at", key):
                        shared[table, column, repr(value)].add(row[key])
        questions = {row["id"] for row in self.tables["questions"]}
        return {
            frozenset(pair)
            for together in shared.values()
            if 1 < len(together) <= len(questions) / 2
            for pair in combinations(sorted(together), 2)
        }

    def _rows(self) -> Iterable[Row]:
        return (row for rows in self.tables.values() for row in rows)
