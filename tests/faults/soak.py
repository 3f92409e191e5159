"""How long the tests of faults go on: briefly in every run, at full length where SOAK=1 asks for it (`make soak`)."""

from __future__ import annotations

import os
from typing import TypeVar

T = TypeVar("T")

SOAK = os.environ.get("SOAK") == "1"


def times(briefly: T, at_length: T) -> T:
    """The one that counts in this run."""
    return at_length if SOAK else briefly
