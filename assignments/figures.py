"""Draws what was learnt: a fitted line, decision boundaries, spiral arms, and digits with their confusion matrix.

Each function returns a Figure. It shows itself as the last line of a notebook cell; in a script, `savefig(path)`
writes it to a file. Nothing opens a window, and matplotlib's settings stay as they are.
"""

import io
from collections.abc import Callable, Mapping, Sequence

import matplotlib.figure
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_rgb
from matplotlib.ticker import MaxNLocator
from torch import Tensor, nn

# The colours of Okabe and Ito, which people with any kind of colour blindness tell apart; shapes differ as well.
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#666666"
ARMS = ((BLUE, "o"), (ORANGE, "s"), (GREEN, "^"))
COLUMNS, ROWS = 8, 4  # of the grid of digits


class Figure(matplotlib.figure.Figure):
    """A figure that a notebook shows, whether or not pyplot was ever imported there."""

    def _repr_png_(self) -> bytes:
        image = io.BytesIO()
        self.savefig(image, format="png")
        return image.getvalue()


def line(x: Tensor, y: Tensor, w: float, b: float, losses: Sequence[float]) -> Figure:
    """The points x (N,), y (N,) with the line w x + b through them, and the loss of each epoch."""
    figure = Figure(figsize=(9, 3.8), layout="constrained")
    left, right = figure.subplots(1, 2)
    xs, ys = _array(x), _array(y)
    left.plot(xs, ys, "o", color=BLUE, markersize=4, alpha=0.7, label="points")
    ends = np.array([xs.min(), xs.max()])
    left.plot(ends, w * ends + b, color=RED, linewidth=2, label="fitted line")
    left.set(title=f"y = {w:.2f} x {'+' if b >= 0 else '-'} {abs(b):.2f}", xlabel="x", ylabel="y")
    left.legend(frameon=False)
    _losses(right, losses)
    return figure


def boundary(
    predict: Callable[[Tensor], Tensor], X: Tensor, y: Tensor, losses: Sequence[float] | None = None, title: str = ""
) -> Figure:
    """What a two-class net says of the plane around the points X (N, 2), y (N, 1) of 0.0 and 1.0.

    `predict` maps float points (N, 2) to probabilities (N, 1): a model, for instance. `losses`, one per epoch, are
    drawn beside it where given.
    """
    figure = Figure(figsize=(9.4, 4) if losses is not None else (5, 4), layout="constrained")
    axes = figure.subplots(1, 2 if losses is not None else 1, squeeze=False)[0]
    side_0, side_1, probability = _plane(X, predict)
    colours = axes[0].contourf(side_0, side_1, probability[..., 0], np.linspace(0, 1, 11), cmap="cividis")
    figure.colorbar(colours, ax=axes[0], label="probability of 1", ticks=[0, 0.5, 1])
    if probability.min() < 0.5 < probability.max():
        axes[0].contour(side_0, side_1, probability[..., 0], [0.5], colors="white", linewidths=2)
    for value, colour, ring in ((0, "black", "white"), (1, "white", "black")):
        points = _array(X)[_array(y).reshape(-1) == value]
        axes[0].plot(*points.T, "o" if value else "X", color=colour, markeredgecolor=ring, markersize=12,
                     linestyle="none", label=f"should be {value}")  # fmt: skip
    axes[0].set(title=title, xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower left", ncols=2, facecolor="#bbbbbb")
    if losses is not None:
        _losses(axes[1], losses)
    return figure


def spiral(model: nn.Module, X: Tensor, y: Tensor, history: Mapping) -> Figure:
    """The regions of three arms with the points X (N, 2), y (N,), and the losses, the best epoch marked.

    `history` holds "train_loss", "val_loss" and "best_epoch", as `train` returns it.
    """
    figure = Figure(figsize=(9.6, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    mode = model.training
    model.eval()
    side_0, side_1, logits = _plane(X, model)
    model.train(mode)
    pale = ListedColormap([tuple(0.35 * part + 0.65 for part in to_rgb(colour)) for colour, _ in ARMS])
    left.pcolormesh(side_0, side_1, logits.argmax(axis=-1), cmap=pale, vmin=0, vmax=2, rasterized=True)
    for arm, (colour, marker) in enumerate(ARMS):
        points = _array(X)[_array(y) == arm]
        left.plot(*points.T, marker, color=colour, markersize=4, markeredgecolor="white", markeredgewidth=0.4,
                  label=f"arm {arm}")  # fmt: skip
    left.set(title="which arm the net sees where", xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
    _curves(right, history, "loss")
    _mark_best(right, history)
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower left", ncols=3, frameon=False)
    return figure


def digits(
    images: Tensor, labels: Tensor, predicted: Tensor, matrix: Tensor | None = None, history: Mapping | None = None
) -> Figure:
    """Some images with what was predicted: right ones above, the wrong ones framed below.

    images (N, 1, 28, 28), labels (N,), predicted (N,). `matrix` (10, 10), rows true digits, is drawn beside them,
    the lists "train_loss", "val_loss", "train_accuracy" and "val_accuracy" of `history` under them, where given.
    """
    wide, high = 13 if matrix is not None else 6.5, 8.4 if history is not None else 5
    figure = Figure(figsize=(wide, high), layout="constrained")
    top, *below = figure.subfigures(2 if history is not None else 1, 1, squeeze=False,
                                    height_ratios=[5, 3.4][: 2 if history is not None else 1])[:, 0]  # fmt: skip
    parts = top.subfigures(1, 2 if matrix is not None else 1, squeeze=False)[0]
    _grid(parts[0], _array(images), _array(labels), _array(predicted))
    if matrix is not None:
        _confusion(parts[1].subplots(), _array(matrix))
    if history is not None:
        left, right = below[0].subplots(1, 2)
        _curves(left, history, "loss")
        _curves(right, history, "accuracy")
    return figure


def _grid(part: matplotlib.figure.SubFigure, images: np.ndarray, labels: np.ndarray, predicted: np.ndarray) -> None:
    wrong = np.flatnonzero(labels != predicted)
    framed = wrong[: COLUMNS * ROWS // 2]
    shown = np.concatenate([np.flatnonzero(labels == predicted)[: COLUMNS * ROWS - len(framed)], framed])
    for axes, index in zip(part.subplots(ROWS, COLUMNS).flat, [*shown, *[None] * COLUMNS * ROWS], strict=False):
        axes.set(xticks=[], yticks=[], frame_on=False)
        if index is not None:
            _digit(axes, images[index].squeeze(), int(labels[index]), int(predicted[index]))
    right = f"{1 - len(wrong) / len(labels):.1%} of {len(labels):,} images right"
    part.suptitle(f"{right}; framed: {len(framed)} of {len(wrong):,} wrong" if len(wrong) else right)


def _digit(axes: Axes, image: np.ndarray, label: int, predicted: int) -> None:
    axes.imshow(image, cmap="gray_r", vmin=0, vmax=1)
    if label == predicted:
        axes.set_title(f"{predicted}", fontsize=10, pad=2)
        return
    axes.set_frame_on(True)
    axes.set_title(f"{predicted}, not {label}", fontsize=10, pad=2, color=RED, weight="bold")
    for spine in axes.spines.values():
        spine.set(color=RED, linewidth=2)


def _confusion(axes: Axes, matrix: np.ndarray) -> None:
    """Cells show counts; colours show the mistakes alone, which the diagonal would drown."""
    mistakes = matrix * (1 - np.eye(len(matrix)))
    most = max(mistakes.max(), 1)
    axes.imshow(mistakes, cmap="Blues", vmin=0, vmax=most)
    for row, column in np.argwhere(matrix):
        colour = "white" if mistakes[row, column] > 0.6 * most else "black"
        axes.text(column, row, f"{matrix[row, column]}", ha="center", va="center", fontsize=8, color=colour,
                  weight="bold" if row == column else "normal")  # fmt: skip
    every = range(len(matrix))
    axes.set(title="who is taken for whom", xlabel="predicted digit", ylabel="true digit", xticks=every, yticks=every)


def _losses(axes: Axes, losses: Sequence[float]) -> None:
    axes.plot(losses, color=BLUE)
    axes.set(title=f"loss {losses[-1]:.4f} at the end" if len(losses) else "", xlabel="epoch", ylabel="loss")
    axes.set_ylim(bottom=0)


def _curves(axes: Axes, history: Mapping, what: str) -> None:
    """The training and the validation curve; epochs count from 0."""
    marker = "o" if len(history[f"train_{what}"]) < 30 else ""
    for part, colour, style in (("train", ORANGE, "--"), ("val", BLUE, "-")):
        axes.plot(history[f"{part}_{what}"], style, marker=marker, markersize=4, color=colour,
                  label="training" if part == "train" else "validation")  # fmt: skip
    axes.set(xlabel="epoch", ylabel=what)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    if marker:
        axes.set_xlim(-0.5, len(history[f"train_{what}"]) - 0.5)
    axes.legend(frameon=False)


def _mark_best(axes: Axes, history: Mapping) -> None:
    best = history["best_epoch"]
    axes.axvline(best, color=GREY, linestyle=":")
    axes.plot(best, history["val_loss"][best], "*", color=RED, markersize=14, label=f"best: epoch {best}")
    axes.set_title(f"best validation loss {history['val_loss'][best]:.3f}")
    axes.legend(frameon=False)


def _plane(X: Tensor, of: Callable[[Tensor], Tensor], steps: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two sides of a square around the points X (N, 2), each (steps,), and `of` on it, (steps, steps, outputs)."""
    low, high = _array(X).min(), _array(X).max()
    margin = 0.15 * (high - low)
    side = torch.linspace(low - margin, high + margin, steps)
    second, first = torch.meshgrid(side, side, indexing="ij")
    with torch.no_grad():
        values = of(torch.stack([first.reshape(-1), second.reshape(-1)], dim=1).to(X.device))
    return side.numpy(), side.numpy(), _array(values).reshape(steps, steps, -1)


def _array(values: Tensor | np.ndarray) -> np.ndarray:
    return values.detach().cpu().numpy() if isinstance(values, Tensor) else np.asarray(values)
