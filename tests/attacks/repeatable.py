"""How Hypothesis attacks: the same examples each time, so that a run that fails is a run that can be repeated."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

SAME = settings(
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
