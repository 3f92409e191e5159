"""The figures of docs/performance.md as Markdown: the machine, the targets and whether each is met, the rest."""

from __future__ import annotations

from typing import Any

from bench.origin import origins
from bench.process import ROOT
from bench.rows import MEASURES, rows_of
from bench.targets import TARGETS, Target

PAGE = ROOT / "docs" / "performance.md"
FROM, TO = "<!-- figures: written by python -m bench.draw -->", "<!-- end of figures -->"


def write(result: dict[str, Any], pictures: dict[str, str]) -> None:
    """Replace what stands between the marks of the page."""
    before, _, rest = PAGE.read_text().partition(FROM)
    after = rest.partition(TO)[2]
    PAGE.write_text(f"{before}{FROM}\n\n{figures(result, pictures)}\n{TO}{after}")


def figures(result: dict[str, Any], pictures: dict[str, str]) -> str:
    """All that stands between the marks."""
    machine, measures = result["machine"], result["measures"]
    libraries = ", ".join(f"{name} {number}" for name, number in machine["libraries"].items())
    absent = {name: why for found in measures.values() for name, why in found.get("absent", {}).items()}
    lines = [
        *(f"- {run[0].upper()}{run[1:]}" for run in origins(result)),
        f"- {machine['processor']}, {machine['cores']} cores, {machine['memory_gb']:g} GB; {machine['system']}",
        f"- Python {machine['python']}, {libraries}",
        *(f"- Not measured: {name}: {why}" for name, why in absent.items()),
        *(f"- Not measured: {name}: this run knows nothing of it" for name in MEASURES if name not in measures),
        *(f"- Failed: {name}: {found['failed']}" for name, found in measures.items() if "failed" in found),
        "",
        "| what | measured | to reach | met |",
        "|---|---|---|---|",
    ]
    lines += [_row_of(target, target.judge(measures)) for target in TARGETS]
    lines.append("")
    for name, words in pictures.items():
        lines += [f"![{words}](performance/{name})", ""]
    lines += ["| what else | figure |", "|---|---|"]
    lines += [f"| {what} | {figure} |" for what, figure in rows_of(measures)]
    return "\n".join([*lines, ""])


def _row_of(target: Target, verdict: dict[str, Any] | None) -> str:
    if verdict is None:
        return f"| {target.what} | not measured | {target.reach} | |"
    value = f"{verdict['value']:,g}{verdict['unit']}"
    if verdict["lowest"] < verdict["highest"]:
        value += f" ({verdict['lowest']:,g} to {verdict['highest']:,g})"
    value += "".join(f"; over {peer}'s {other:,g}{verdict['unit']}" for peer, other in verdict["others"].items())
    return f"| {target.what} | {value} | {target.reach} | {'yes' if verdict['met'] else '**no**'} |"
