"""Logging faults without what people wrote."""

from __future__ import annotations

import logging
import traceback


class WithoutContent(logging.Filter):
    """Keeps of a library's complaint that there was one, and its kind; its words may quote a client or an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the record's words."""
        kind = record.exc_info[0] if isinstance(record.exc_info, tuple) else None
        record.msg, record.args = "a connection made trouble: %s", (kind.__name__ if kind else "no exception",)
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def library_log(name: str) -> logging.Logger:
    """A logger to hand to a library that would otherwise write what clients sent, and from where."""
    log = logging.getLogger(f"facilitation.libraries.{name}")
    if not log.filters:
        log.addFilter(WithoutContent())
        log.setLevel(logging.ERROR)
    return log


def log_fault(log: logging.Logger, what: str, error: BaseException) -> None:
    """Log the kind of an error and where it arose; its message is left out, since it could quote what was typed."""
    log_distant_fault(log, what, type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))


def log_distant_fault(log: logging.Logger, what: str, kind: str, place: str) -> None:
    """Log an error of which another process told the kind and the place."""
    log.error("%s: %s\n%s", what, kind, place, extra={"what": what, "fault": kind, "place": place})
