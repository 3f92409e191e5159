"""Ours and the peers in turn, there and back, so that a disturbance does not hit one of them alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

from bench.peers import Absent

OURS = "this server"
# Rounds; of a long run.
SHORT, LONG = 3, 5


def beside(what: str, measures: Mapping[str, Callable[[], dict[str, Any]]], rounds: int) -> dict[str, Any]:
    """Measure each in turn, so many rounds; a peer that this machine cannot have is named, and why."""
    found: dict[str, list[dict[str, Any]]] = {}
    absent: dict[str, str] = {}
    for turn in range(rounds):
        for name in reversed(measures) if turn % 2 else measures:
            print(f"  {what}, {turn + 1} of {rounds}: {name} … ", end="", file=sys.stderr, flush=True)
            try:
                figures = measures[name]()
            except Absent as reason:
                print(f"skipped: {reason}", file=sys.stderr)
                absent[name] = str(reason)
                continue
            print(said(figures), file=sys.stderr)
            found.setdefault(name, []).append(figures)
    return {"rounds": found, "absent": absent}


def said(figures: Mapping[str, Any]) -> str:
    """The figures in a line, for whoever watches."""
    plain = {name: value for name, value in figures.items() if isinstance(value, int | float)}
    spreads = {name: value["p99"] for name, value in figures.items() if isinstance(value, dict) and "p99" in value}
    words = [f"{name} {value:g}" for name, value in plain.items()]
    return ", ".join(words + [f"{name} p99 {value:g}" for name, value in spreads.items()])
