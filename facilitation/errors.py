"""Refusals: one class, carried to HTTP and to socket acknowledgements by one translation each."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Something was asked for that cannot be done; nothing was changed.

    ``code`` is stable and documented (``noun.reason``); ``details`` are data for the sentence that the
    asker reads in their own language (``limit=500``), never words and never what somebody typed.
    """

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details = details
