"""What a server tells of itself in numbers: totals alone, since a meeting's code is its name."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cache
from wsgiref.types import WSGIApplication

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, make_wsgi_app

# Seconds. The promised bounds are among them: 50 ms and 200 ms for a gap, a second for what somebody waits for.
_LATENCIES = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_BATCHES = (1, 2, 5, 10, 20, 50, 100, 200, 500)
# Seconds between two looks at the clock.
_TICK = 0.01


class Metrics:
    """The instruments of one app; whatever happens is told to them by one plain call."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        commands = Histogram(
            "facilitation_command_seconds",
            "From a command's arrival to its answer, after the commit.",
            ["command"],
            buckets=_LATENCIES,
            registry=registry,
        )
        refusals = Counter("facilitation_refusals", "Refusals that somebody was told of.", ["code"], registry=registry)
        messages = Counter("facilitation_messages", "Messages to an audience or a seat.", ["event"], registry=registry)
        deliveries = Counter("facilitation_deliveries", "Those messages by socket.", ["event"], registry=registry)
        self._commits = Histogram(
            "facilitation_commit_jobs", "Jobs in one commit.", buckets=_BATCHES, registry=registry
        )
        self._gap = Histogram(
            "facilitation_loop_gap_seconds",
            "By how much a sleep of 10 ms was too long: as long as nobody was served.",
            buckets=_LATENCIES,
            registry=registry,
        )
        # Finding a labelled instrument takes longer than counting with it; the labels are few.
        self._command, self._refusal = cache(commands.labels), cache(refusals.labels)
        self._message, self._delivery = cache(messages.labels), cache(deliveries.labels)

    def command_done(self, name: str, seconds: float) -> None:
        """A command from the table was answered, or refused, so long after it came."""
        self._command(name).observe(seconds)

    def refused(self, code: str) -> None:
        """Somebody was told a refusal."""
        self._refusal(code).inc()

    def committed(self, jobs: int) -> None:
        """So many jobs were committed at once."""
        self._commits.observe(jobs)

    def told(self, event: str, sockets: int) -> None:
        """An event was sent to so many sockets."""
        self._message(event).inc()
        self._delivery(event).inc(sockets)

    def gauge(self, name: str, meaning: str, read: Callable[[], float]) -> None:
        """Add what is read at the moment in which somebody looks."""
        Gauge(f"facilitation_{name}", meaning, registry=self.registry).set_function(read)

    @property
    def page(self) -> WSGIApplication:
        """All of it, as Prometheus reads it."""
        return make_wsgi_app(self.registry, disable_compression=True)

    def watch_loop(self) -> None:
        """Begin to note how long the loop answers nobody."""
        threading.Thread(target=self._tick, name="metrics", daemon=True).start()

    def _tick(self) -> None:
        while True:
            begun = time.perf_counter()
            time.sleep(_TICK)
            self._gap.observe(max(0.0, time.perf_counter() - begun - _TICK))
