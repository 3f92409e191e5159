"""The pictures of docs/performance.md, drawn from a run's raw data: light, labelled where the marks are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt  # noqa: E402 - the backend is chosen first
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure as Drawing  # noqa: E402

from bench.measures.beside import OURS  # noqa: E402
from bench.measures.sizes import by_size  # noqa: E402
from bench.peers import NODE, STOCK, WIRE, C  # noqa: E402
from bench.rounds import Figure, at, of_rounds  # noqa: E402

# A blue of Okabe and Ito, which nobody takes for grey; whatever is not ours is grey, and named.
_BLUE, _GREY, _INK = "#0072B2", "#9A9A9A", "#222222"
# From the lowest round to the highest.
_REACH: dict[str, Any] = {"ecolor": _INK, "elinewidth": 1, "capsize": 2}
_ORDER = (C, OURS, NODE, STOCK)

Measures = dict[str, Any]
Bar = tuple[str, Figure, str]

mpl.rcParams |= {
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.labelcolor": _INK,
    "axes.titlesize": 11,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "bench",
}


def draw(measures: Measures, folder: Path) -> dict[str, str]:
    """Draw what was measured: name of each picture's file -> what it shows, in words."""
    folder.mkdir(exist_ok=True)
    drawn = {}
    for name, (words, needed, picture) in _PICTURES.items():
        if (found := there(measures, needed)) is not None:
            figure = picture(*found)
            figure.savefig(folder / name, metadata={"Date": None}, facecolor="white", bbox_inches="tight")
            plt.close(figure)
            drawn[name] = words
    return drawn


def there(measures: Measures, needed: tuple[str, ...]) -> list[Any] | None:
    """These measures, where all of them were taken and none failed."""
    found = [measures.get(name, {"failed": "not measured"}) for name in needed]
    return None if any("failed" in measure for measure in found) else found


def _fanout(measure: Any) -> Drawing:
    rounds = measure["rounds"]
    names = [name for name in _ORDER if name in rounds]
    figure, (cost, delay) = plt.subplots(1, 2, figsize=(9, 2.2), layout="constrained")
    each = [(name, of_rounds(rounds[name], "cpu_us"), "µs") for name in names]
    _bars(cost, each, "Server's processor time per delivery")
    p99 = [(name, of_rounds(rounds[name], "delay_ms", "p99"), "ms") for name in names]
    _bars(delay, p99, "p99 from commit to receipt")
    delay.set_yticklabels([])
    return figure


def _votes(measure: Any) -> Drawing:
    rounds = measure["rounds"]
    wanted = (
        (NODE, "nothing", f"{NODE}, storing nothing"),
        (WIRE, "nothing", f"{WIRE}, storing nothing"),
        (STOCK, "nothing", "stock, storing nothing"),
        (OURS, "one", "this server, on one question"),
        (OURS, "many", "this server, on ten questions"),
        (STOCK, "stored", "stock, one commit per vote"),
    )
    bars = [
        (label, of_rounds(rounds[name], f"ack_{kind}_ms", "p95"), "ms")
        for name, kind, label in wanted
        if name in rounds
    ]
    figure, axes = plt.subplots(figsize=(7, 2.8), layout="constrained")
    _bars(axes, bars, "3,000 votes at once: p95 until the answer")
    return figure


def _sizes(measure: Any, fanout: Any) -> Drawing:
    found = by_size(measure, fanout)
    figure, (cost, delay) = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
    pulses = {size: Figure.of([per_pulse(run) for run in rounds]) for size, rounds in found.items()}
    _line(cost, pulses, "Server's processor time per pulse, ms")
    p99 = {size: of_rounds(rounds, "delay_ms", "p99") for size, rounds in found.items()}
    _line(delay, p99, "p99 from commit to receipt, ms")
    return figure


def per_pulse(run: Any) -> float:
    """Milliseconds of the server's processor time for one pulse to everybody."""
    return at(run, "cpu_us") * at(run, "deliveries") / at(run, "pulses") / 1000


# Name -> what it shows, the measures that it needs, and how it is drawn.
_PICTURES: dict[str, tuple[str, tuple[str, ...], Callable[..., Drawing]]] = {
    "fanout.svg": ("A pulse to 5,000 sockets, beside the peers: cost per delivery, and delay", ("fanout",), _fanout),
    "sizes.svg": (
        "A pulse to 500 and up to 10,000 sockets: cost per pulse, and delay",
        ("sizes", "fanout"),
        _sizes,
    ),
    "votes.svg": ("3,000 votes at once, beside the peers", ("votes",), _votes),
}


def _bars(axes: Axes, bars: list[Bar], title: str) -> None:
    names = [name for name, _value, _unit in bars]
    values = [figure.median for _name, figure, _unit in bars]
    reach = [[f.median - f.lowest for _, f, _ in bars], [f.highest - f.median for _, f, _ in bars]]
    colours = [_BLUE if name.startswith(OURS) else _GREY for name in names]
    drawn = axes.barh(range(len(bars)), values, color=colours, height=0.65, xerr=reach, error_kw=_REACH)
    words = [f"{value:.3g}" if value < 1000 else f"{value:,.0f}" for value in values]
    axes.bar_label(drawn, [f"{word} {unit}" for word, (_, _, unit) in zip(words, bars, strict=True)], padding=4)
    axes.set_yticks(range(len(bars)), names)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(0, max(figure.highest for _, figure, _ in bars) * 1.25)
    axes.set_title(title)


def _line(axes: Axes, found: dict[int, Figure], title: str) -> None:
    values = [figure.median for figure in found.values()]
    reach = [[f.median - f.lowest for f in found.values()], [f.highest - f.median for f in found.values()]]
    axes.errorbar(list(found), values, yerr=reach, fmt="o-", color=_BLUE, **_REACH)
    for size, value in zip(found, values, strict=True):
        if size != 500:  # its neighbour's figure stands there; the table has both
            axes.annotate(f"{value:.3g}", (size, value), textcoords="offset points", xytext=(-6, 7), ha="right")
    axes.set_ylim(0, max(figure.highest for figure in found.values()) * 1.15)
    axes.set_xlim(0, max(found) * 1.06)
    axes.set_xticks(list(found), [f"{size:,}" if size != 500 else "" for size in found])
    axes.set_xlabel("sockets")
    axes.set_title(title)
