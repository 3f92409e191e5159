"""The pictures of docs/performance.md, drawn from a run's raw data: light, labelled where the marks are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")

from matplotlib import pyplot as plt  # noqa: E402 - the backend is chosen first
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

from bench.measures.beside import OURS  # noqa: E402
from bench.peers import NODE, STOCK, WIRE, C  # noqa: E402
from bench.targets import at, best  # noqa: E402

# A blue of Okabe and Ito, which nobody takes for grey; whatever is not ours is grey, and named.
_BLUE, _GREY, _INK = "#0072B2", "#9A9A9A", "#222222"
_ORDER = (C, OURS, NODE, STOCK)

Measures = dict[str, Any]
Bar = tuple[str, float, str]

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
    for measure, (name, words, picture) in _PICTURES.items():
        if "failed" not in measures.get(measure, {"failed": "not measured"}):
            figure = picture(measures[measure])
            figure.savefig(folder / name, metadata={"Date": None}, facecolor="white", bbox_inches="tight")
            plt.close(figure)
            drawn[name] = words
    return drawn


def _fanout(measure: Any) -> Figure:
    rounds = measure["rounds"]
    names = [name for name in _ORDER if name in rounds]
    figure, (cost, delay) = plt.subplots(1, 2, figsize=(9, 2.2), layout="constrained")
    _bars(cost, [(name, best(rounds[name], "cpu_us"), "µs") for name in names], "Server's processor time per delivery")
    _bars(delay, [(name, best(rounds[name], "delay_ms", "p99"), "ms") for name in names], "p99 from commit to receipt")
    delay.set_yticklabels([])
    return figure


def _votes(measure: Any) -> Figure:
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
        (label, best(rounds[name], f"ack_{kind}_ms", "p95"), "ms") for name, kind, label in wanted if name in rounds
    ]
    figure, axes = plt.subplots(figsize=(7, 2.8), layout="constrained")
    _bars(axes, bars, "3,000 votes at once: p95 until the answer")
    return figure


def _sizes(measure: Any) -> Figure:
    found = sorted(measure["sizes"], key=lambda size: size["sockets"])
    sockets = [size["sockets"] for size in found]
    figure, (cost, delay) = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
    _line(cost, sockets, [per_pulse(size) for size in found], "Server's processor time per pulse, ms")
    _line(delay, sockets, [at(size, "delay_ms", "p99") for size in found], "p99 from commit to receipt, ms")
    return figure


def per_pulse(size: Any) -> float:
    """Milliseconds of the server's processor time for one pulse to everybody."""
    return at(size, "cpu_us") * at(size, "deliveries") / at(size, "pulses") / 1000


_PICTURES: dict[str, tuple[str, str, Callable[[Any], Figure]]] = {
    "fanout": ("fanout.svg", "A pulse to 5,000 sockets, beside the peers: cost per delivery, and delay", _fanout),
    "crowded": (
        "sizes.svg",
        "A pulse to 500 and up to 10,000 sockets: cost per pulse, and delay",
        _sizes,
    ),
    "votes": ("votes.svg", "3,000 votes at once, beside the peers", _votes),
}


def _bars(axes: Axes, bars: list[Bar], title: str) -> None:
    names = [name for name, _value, _unit in bars]
    values = [value for _name, value, _unit in bars]
    colours = [_BLUE if name.startswith(OURS) else _GREY for name in names]
    drawn = axes.barh(range(len(bars)), values, color=colours, height=0.65)
    axes.bar_label(
        drawn, [f"{value:.3g} {unit}" if value < 1000 else f"{value:,.0f} {unit}" for _, value, unit in bars], padding=4
    )
    axes.set_yticks(range(len(bars)), names)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines["bottom"].set_visible(False)
    axes.set_xlim(0, max(values) * 1.25)
    axes.set_title(title)


def _line(axes: Axes, sockets: list[int], values: list[float], title: str) -> None:
    axes.plot(sockets, values, "o-", color=_BLUE)
    for size, value in zip(sockets, values, strict=True):
        if size != 500:  # its neighbour's figure stands there; the table has both
            axes.annotate(f"{value:.3g}", (size, value), textcoords="offset points", xytext=(0, 7), ha="center")
    axes.set_ylim(0, max(values) * 1.3)
    axes.set_xlim(0, max(sockets) * 1.06)
    axes.set_xticks(sockets, [f"{size:,}" if size != 500 else "" for size in sockets])
    axes.set_xlabel("sockets")
    axes.set_title(title)
