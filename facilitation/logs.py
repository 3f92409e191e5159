"""Logging faults without what people wrote."""

from __future__ import annotations

import logging
import traceback


def log_fault(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log the kind of an error and where it arose; its message is left out, since it could quote what was typed."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("%s: %s\n%s", what, type(error).__name__, where)
