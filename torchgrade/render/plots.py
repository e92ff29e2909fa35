"""The plots of the class page, as SVG to stand inside the page."""

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

INK, BAR = "#334155", "#3b6ea5"
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "torchgrade",
    "font.family": "sans-serif",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def distribution(totals: Sequence[float], points: float) -> str:
    """How many students have how many points, in ten bins; the median as a line."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.4, 2.8), layout="constrained")
        axes = figure.subplots()
        axes.hist(totals, bins=10, range=(0, points), color=BAR, edgecolor="white")
        axes.set(xlabel=f"points, of {points:g}", ylabel="students", xlim=(0, points))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        return _svg(figure, "How many students have how many points")


def bars(lengths: Mapping[str, float], xlabel: str, title: str) -> str:
    """A horizontal bar for each name, the longest on top."""
    ordered = sorted(lengths.items(), key=lambda item: item[1])
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(6.4, 0.6 + 0.26 * len(ordered)), layout="constrained")
        axes = figure.subplots()
        axes.barh([name for name, _ in ordered], [length for _, length in ordered], color=BAR)
        axes.set(xlabel=xlabel)
        axes.margins(y=0.01)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        return _svg(figure, title)


def _svg(figure: Figure, title: str) -> str:
    file = StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
    return file.getvalue()[file.getvalue().index("<svg") :]
