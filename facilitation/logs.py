"""Logging faults without what people wrote."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime


class WithoutContent(logging.Filter):
    """Keeps of a library's complaint that there was one, and its kind; its words may quote a client or an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Replace the record's words."""
        kind = record.exc_info[0] if isinstance(record.exc_info, tuple) else None
        record.msg, record.args = "a connection made trouble: %s", (kind.__name__ if kind else "no exception",)
        record.exc_info = record.exc_text = record.stack_info = None
        return True


class AsJson(logging.Formatter):
    """One JSON object a line, for machines; of what libraries say only who said it, and the kind and place of a fault.

    The house's own messages are fixed words: what they are about stands beside them.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line for a record."""
        ours = record.name.partition(".")[0] == "facilitation"
        said = getattr(record, "what", None) or record.getMessage() if ours else "a library said something"
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": when, "level": record.levelname, "logger": record.name, "message": said}
        if isinstance(record.exc_info, tuple) and record.exc_info[1]:
            error = record.exc_info[1]
            line |= {"fault": type(error).__name__, "place": "".join(traceback.format_tb(error.__traceback__))}
        line |= {name: getattr(record, name) for name in ("fault", "place") if hasattr(record, name)}
        return json.dumps(line, ensure_ascii=False)


def log_as_json() -> None:
    """Write everything that is logged to standard error as JSON."""
    handler = logging.StreamHandler()
    handler.setFormatter(AsJson())
    logging.getLogger().addHandler(handler)


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
