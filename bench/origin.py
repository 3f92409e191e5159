"""Where figures come from: the commit, the moment and the machine's load of the run, or of each run, that took them."""

from __future__ import annotations

from typing import Any

# What a run says of itself, and a measure that was taken from an earlier one keeps of that.
RUN = ("commit", "at", "long", "machine")


def origins(result: dict[str, Any]) -> list[str]:
    """A line for each run of which the result holds measures, with their names where there are several."""
    runs: dict[str, list[str]] = {}
    for name, found in result["measures"].items():
        runs.setdefault(_said(found.get("taken", result)), []).append(name)
    return list(runs) if len(runs) == 1 else [f"{', '.join(names)}: {run}" for run, names in runs.items()]


def _said(run: dict[str, Any]) -> str:
    length = "a long run" if run["long"] else "a short run"
    load = run["machine"]["load_before"] if "machine" in run else "not kept"
    return f"commit {run['commit']}, {run['at'][:16].replace('T', ' ')}, {length}, load of the machine before: {load}"
