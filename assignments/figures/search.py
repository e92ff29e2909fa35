"""Experiments: curves of what was compared, a table of a grid in colours, the filters of a layer as images."""

from collections.abc import Mapping, Sequence

import matplotlib.figure
import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from torch import Tensor

from assignments.figures.parts import BLUE, GREEN, GREY, ORANGE, RED, Figure, array

LINES = ((BLUE, "o"), (ORANGE, "s"), (GREEN, "^"), (RED, "D"), (GREY, "v"), ("#CC79A7", "X"))
MOST_FILTERS, COLUMNS = 20, 10


def experiments(compared: Sequence[Mapping], table: Sequence[Mapping], images: Tensor) -> Figure:
    """Validation curves of results, a table of validation accuracies, and filters (h, side, side) as images.

    compared: results of `run` whose configs differ in "hidden"; the legend holds their test accuracies. table: results
    of a grid over two names; rows are the values of the first name. A failed result has no curve, and its cell says so.
    Up to 20 of the images, numbers in [0, 1], are drawn.
    """
    figure = Figure(figsize=(11, 7.2), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=[4.5, 2.7], squeeze=False)[:, 0]
    left, right = above.subplots(1, 2, width_ratios=[1.1, 1])
    _curves(left, [result for result in compared if "error" not in result])
    _table(right, table)
    _filters(below, array(images))
    return figure


def _curves(axes: Axes, results: Sequence[Mapping]) -> None:
    for result, (colour, marker) in zip(results, LINES, strict=False):
        widths = ", ".join(map(str, result["config"].get("hidden", [128]))) or "no hidden layer"
        label = f"{widths}: test {result['test_accuracy']:.1%}"
        axes.plot(result["val_accuracy"], color=colour, marker=marker, markersize=5, label=label)
    axes.set(title="which architecture?", xlabel="epoch", ylabel="validation accuracy")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.legend(frameon=False, loc="lower right")


def _table(axes: Axes, results: Sequence[Mapping]) -> None:
    rows, columns = list(results[0]["config"])[:2]
    across, down = (_values(results, name) for name in (columns, rows))
    shares = np.full((len(down), len(across)), np.nan)
    for result in results:
        if "error" not in result:
            place = down.index(result["config"][rows]), across.index(result["config"][columns])
            shares[place] = result["val_accuracy"][-1]
    axes.imshow(shares, cmap="Blues", aspect="auto")
    middle = (np.nanmin(shares) + np.nanmax(shares)) / 2 if not np.isnan(shares).all() else 0.0
    for (row, column), share in np.ndenumerate(shares):
        text = "failed" if np.isnan(share) else f"{share:.1%}"
        colour = "white" if share > middle else "black"
        axes.text(column, row, text, ha="center", va="center", fontsize=12, color=colour)
    axes.set(title="validation accuracy at the end", xlabel=columns, ylabel=rows)
    axes.set(xticks=range(len(across)), xticklabels=map(str, across))
    axes.set(yticks=range(len(down)), yticklabels=map(str, down))


def _values(results: Sequence[Mapping], name: str) -> list:
    """The different values of a name, in the order in which they come."""
    values: list = []
    for result in results:
        if result["config"][name] not in values:
            values.append(result["config"][name])
    return values


def _filters(part: matplotlib.figure.SubFigure, images: np.ndarray) -> None:
    shown = images[:MOST_FILTERS]
    for i, axes in enumerate(part.subplots(MOST_FILTERS // COLUMNS, COLUMNS).flat):
        axes.set(xticks=[], yticks=[], frame_on=False)
        if i < len(shown):
            axes.imshow(shown[i], cmap="gray", vmin=0, vmax=1)
    part.suptitle("weights of the first layer, each unit from its smallest (black) to its largest (white)")
