"""Images: a grid of digits with what was predicted, a data set before and after, the worst errors."""

from collections.abc import Mapping, Sequence

import matplotlib.figure
import numpy as np
from matplotlib.axes import Axes
from torch import Tensor

from assignments.figures.parts import BLUE, GREY, ORANGE, RED, Figure, array, confusion, digit_image, learning_curves

COLUMNS, ROWS = 8, 4  # of the grid of digits


def digits(
    images: Tensor, labels: Tensor, predicted: Tensor, matrix: Tensor | None = None, history: Mapping | None = None
) -> Figure:
    """Some images with what was predicted: right ones above, the wrong ones framed below.

    images (N, 1, 28, 28), labels (N,), predicted (N,). `matrix` (10, 10), rows true digits, is drawn beside them,
    the lists "train_loss", "val_loss", "train_accuracy" and "val_accuracy" of `history` under them, where given.
    """
    wide, high = 13 if matrix is not None else 6.5, 8.4 if history is not None else 5
    figure = Figure(figsize=(wide, high), layout="constrained")
    top, *below = figure.subfigures(
        2 if history is not None else 1, 1, squeeze=False, height_ratios=[5, 3.4][: 2 if history is not None else 1]
    )[:, 0]
    parts = top.subfigures(1, 2 if matrix is not None else 1, squeeze=False)[0]
    _grid(parts[0], array(images), array(labels), array(predicted))
    if matrix is not None:
        confusion(parts[1].subplots(), array(matrix))
    if history is not None:
        left, right = below[0].subplots(1, 2)
        learning_curves(left, history, "loss")
        learning_curves(right, history, "accuracy")
    return figure


def _grid(part: matplotlib.figure.SubFigure, images: np.ndarray, labels: np.ndarray, predicted: np.ndarray) -> None:
    wrong = np.flatnonzero(labels != predicted)
    framed = wrong[: COLUMNS * ROWS // 2]
    shown = np.concatenate([np.flatnonzero(labels == predicted)[: COLUMNS * ROWS - len(framed)], framed])
    for axes, index in zip(part.subplots(ROWS, COLUMNS).flat, [*shown, *[None] * COLUMNS * ROWS], strict=False):
        axes.set(xticks=[], yticks=[], frame_on=False)
        if index is not None:
            digit_image(axes, images[index].squeeze(), int(labels[index]), int(predicted[index]))
    right = f"{1 - len(wrong) / len(labels):.1%} of {len(labels):,} images right"
    part.suptitle(f"{right}; framed: {len(framed)} of {len(wrong):,} wrong" if len(wrong) else right)


def pipeline(X: Tensor, y: Tensor, before: Tensor, after: Tensor, labels: Tensor) -> Figure:
    """The points X (N, 2) by their labels y (N, 1) of 0.0 and 1.0, and images with their labels, normalised below.

    before (M, 3, H, W) from 0 to 1 and after (M, 1, 28, 28) are the same M images, labels (M,); 10 of them are drawn.
    """
    figure = Figure(figsize=(12, 4), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=[1, 1.9], squeeze=False)[0]
    axes = left.subplots()
    for value, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "X")):
        points = array(X)[array(y).reshape(-1) == value]
        axes.plot(
            *points.T,
            marker,
            color=colour,
            markersize=5,
            alpha=0.7,
            markeredgecolor="white",
            markeredgewidth=0.4,
            linestyle="none",
            label=f"label {value}",
        )
    axes.axhline(0, color=GREY, linewidth=0.8)
    axes.axvline(0, color=GREY, linewidth=0.8)
    axes.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal", title=f"{len(X):,} points")
    left.legend(*axes.get_legend_handles_labels(), loc="outside lower center", ncols=2, frameon=False)
    _sheet(right, array(before), array(after), array(labels))
    return figure


def _sheet(part: matplotlib.figure.SubFigure, before: np.ndarray, after: np.ndarray, labels: np.ndarray) -> None:
    shown = min(10, len(labels))
    above, below = part.subfigures(2, 1, squeeze=False)[:, 0]
    rows = above.subplots(1, shown, squeeze=False)[0], below.subplots(1, shown, squeeze=False)[0]
    for axes in (*rows[0], *rows[1]):
        axes.set(xticks=[], yticks=[], frame_on=False)
    for i in range(shown):
        rows[0][i].imshow(before[i].transpose(1, 2, 0))
        colours = rows[1][i].imshow(after[i].squeeze(), cmap="gray", vmin=after.min(), vmax=after.max())
        for row in rows:
            row[i].set_title(f"{labels[i]}", fontsize=11, pad=3)
    below.colorbar(colours, ax=rows[1], location="bottom", aspect=50, shrink=0.7)
    above.suptitle("in the files")
    below.suptitle(f"normalised: mean {after.mean():.2f}, deviation {after.std():.2f}")


def evaluation(
    curve: Sequence[Tensor],
    matrix: Tensor,
    images: Tensor,
    y: Tensor,
    logits: Tensor,
    worst: Tensor,
    title: str = "is it an 8?",
) -> Figure:
    """A precision-recall curve, a confusion matrix, and the worst errors as images.

    curve: precision, recall and thresholds, each (T,), as `precision_recall_curve` gives them; matrix (10, 10), rows
    true digits; images (N, 1, 28, 28), labels y (N,), logits (N, 10) of all samples; worst (K,), indices of up to ten.
    """
    figure = Figure(figsize=(11, 7.6), layout="constrained")
    above, below = figure.subfigures(2, 1, height_ratios=[5, 3], squeeze=False)[:, 0]
    left, right = above.subplots(1, 2)
    precision, recall, at = map(array, curve)
    _precision_recall(left, precision, recall, at, title)
    confusion(right, array(matrix))
    chances = array(logits.softmax(dim=1))
    grid = below.subplots(2, 5).flat
    for axes, index in zip(grid, [*array(worst)[:10], *[None] * 10], strict=False):
        axes.set(xticks=[], yticks=[], frame_on=False)
        if index is not None:
            digit_image(axes, array(images[index]).squeeze(), int(y[index]), int(chances[index].argmax()))
            axes.set_xlabel(f"sure to {chances[index].max():.1%}", fontsize=9)
    below.suptitle("the wrong answers that the network was surest of")
    return figure


def _precision_recall(axes: Axes, precision: np.ndarray, recall: np.ndarray, at: np.ndarray, title: str) -> None:
    axes.plot(recall, precision, color=BLUE)
    for threshold, marker in ((0.1, "s"), (0.5, "o"), (0.9, "^")):
        place = int(np.searchsorted(at, threshold))  # the first threshold that is as high
        if place < len(at):
            axes.plot(recall[place], precision[place], marker, color=RED, markersize=8, label=f"threshold {threshold}")
    axes.set(title=title, xlabel="recall: how many of them are found", ylabel="precision: how many found are right")
    axes.set(xlim=(-0.02, 1.02), ylim=(min(0.5, precision[recall > 0.5].min(initial=1.0)) - 0.02, 1.02))
    axes.legend(frameon=False, loc="lower left")
