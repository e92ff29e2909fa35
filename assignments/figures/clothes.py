"""Clothes: a sheet of images with the names they were given, versions of one image, the curves of a training."""

from collections.abc import Mapping, Sequence

import matplotlib.figure
import numpy as np
from torch import Tensor

from assignments.figures.parts import GREEN, RED, Figure, array, learning_curves, mark_best

COLUMNS, ROWS = 8, 3  # of the sheet


def clothes(
    images: Tensor,
    labels: Tensor,
    predicted: Tensor,
    names: Sequence[str],
    history: Mapping | None = None,
    moved: Tensor | None = None,
) -> Figure:
    """Images with the names they were given: right ones in green, wrong ones in red with the true name below.

    images (N, 1, H, W), labels and predicted (N,), `names` of the classes. Drawn below where given: `moved`
    (K, 1, H, W), up to 8 versions of one image, and the lists "train_loss", "val_loss", "train_accuracy" and
    "val_accuracy" of `history` with its "best_epoch".
    """
    heights = [5.8] + [1.7] * (moved is not None) + [3.3] * (history is not None)
    figure = Figure(figsize=(10, sum(heights)), layout="constrained")
    sheet, *below = figure.subfigures(len(heights), 1, squeeze=False, height_ratios=heights)[:, 0]
    _named(sheet, array(images), array(labels), array(predicted), names)
    if moved is not None:
        _versions(below.pop(0), array(moved))
    if history is not None:
        left, right = below[0].subplots(1, 2)
        learning_curves(left, history, "loss")
        mark_best(left, history)
        learning_curves(right, history, "accuracy")
    return figure


def _named(
    part: matplotlib.figure.SubFigure,
    images: np.ndarray,
    labels: np.ndarray,
    predicted: np.ndarray,
    names: Sequence[str],
) -> None:
    """Right ones first; the last row is for the wrong ones, where there are as many."""
    right, wrong = np.flatnonzero(labels == predicted), np.flatnonzero(labels != predicted)[:COLUMNS]
    shown = [*right[: COLUMNS * ROWS - len(wrong)], *wrong]
    for axes, index in zip(part.subplots(ROWS, COLUMNS).flat, [*shown, *[None] * COLUMNS * ROWS], strict=False):
        axes.set_axis_off()
        if index is not None:
            said, true = names[predicted[index]], names[labels[index]]
            text, colour, size = (said, GREEN, 11) if said == true else (f"{said},\nnot {true}", RED, 10)
            axes.imshow(images[index].squeeze(), cmap="gray_r")
            axes.set_title(text, fontsize=size, pad=3, color=colour, weight="normal" if said == true else "bold")
    part.suptitle(f"{(labels == predicted).mean():.1%} of {len(labels):,} images named right", fontsize=13)


def _versions(part: matplotlib.figure.SubFigure, moved: np.ndarray) -> None:
    part.suptitle("one training image, as it is and moved", fontsize=13)
    for axes, image in zip(part.subplots(1, COLUMNS), [*moved, *[None] * COLUMNS], strict=False):
        axes.set(xticks=[], yticks=[], frame_on=image is not None)
        if image is not None:
            axes.imshow(image.squeeze(), cmap="gray_r")
