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
        axes[0].plot(
            *points.T,
            "o" if value else "X",
            color=colour,
            markeredgecolor=ring,
            markersize=12,
            linestyle="none",
            label=f"should be {value}",
        )
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
        left.plot(
            *points.T,
            marker,
            color=colour,
            markersize=4,
            markeredgecolor="white",
            markeredgewidth=0.4,
            label=f"arm {arm}",
        )
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
    top, *below = figure.subfigures(
        2 if history is not None else 1, 1, squeeze=False, height_ratios=[5, 3.4][: 2 if history is not None else 1]
    )[:, 0]
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
        axes.text(
            column,
            row,
            f"{matrix[row, column]}",
            ha="center",
            va="center",
            fontsize=8,
            color=colour,
            weight="bold" if row == column else "normal",
        )
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
        axes.plot(
            history[f"{part}_{what}"],
            style,
            marker=marker,
            markersize=4,
            color=colour,
            label="training" if part == "train" else "validation",
        )
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


def tensors(X: Tensor, Z: Tensor, curve: Callable[[Tensor], Tensor], points: Tensor, slopes: Sequence[float]) -> Figure:
    """People X (N, 2), and Z (N, 2), the same standardized; a `curve` with tangents at `points` (K,), of K slopes."""
    figure = Figure(figsize=(12.4, 4), layout="constrained")
    before, after, right = figure.subplots(1, 3, width_ratios=[1, 1, 1.25])
    for axes, values, colour, title in ((before, X, ORANGE, "before"), (after, Z, BLUE, "after standardize")):
        first, second = _array(values).T
        axes.plot(first, second, "o", color=colour, markersize=4, alpha=0.8)
        axes.axvline(first.mean(), color=GREY, linewidth=0.8, linestyle=":")
        axes.axhline(second.mean(), color=GREY, linewidth=0.8, linestyle=":")
        axes.set(title=f"{title}: deviations {first.std():.2f} and {second.std():.2f}")
    before.set(xlabel="height in metres", ylabel="weight in kilograms")
    after.set(xlabel="height in deviations", ylabel="weight in deviations", xlim=(-3.5, 3.5), ylim=(-3.5, 3.5))
    _tangents(right, curve, points, slopes)
    return figure


def _tangents(axes: Axes, curve: Callable[[Tensor], Tensor], points: Tensor, slopes: Sequence[float]) -> None:
    x = torch.linspace(float(points.min()) - 0.6, float(points.max()) + 0.6, 300, device=points.device)
    axes.plot(_array(x), _array(curve(x)), color=BLUE, label="the curve")
    for at, height, slope in zip(_array(points), _array(curve(points)), slopes, strict=True):
        half = 0.55 / np.hypot(1, slope)  # so that all tangents are equally long
        axes.plot([at - half, at + half], [height - half * slope, height + half * slope], color=RED, linewidth=2.2)
        axes.plot(at, height, "o", color=RED, markersize=5)
        axes.annotate(f"{slope:.1f}", (at, height), (6, 6 if slope < 0 else -14), textcoords="offset points", color=RED)
    axes.set(title="tangents, and the slopes that gradient gave", xlabel="x", ylabel="f(x)", aspect="equal")


def pipeline(X: Tensor, y: Tensor, before: Tensor, after: Tensor, labels: Tensor) -> Figure:
    """The points X (N, 2) by their labels y (N, 1) of 0.0 and 1.0, and images with their labels, normalised below.

    before (M, 3, H, W) from 0 to 1 and after (M, 1, 28, 28) are the same M images, labels (M,); 10 of them are drawn.
    """
    figure = Figure(figsize=(12, 4), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=[1, 1.9], squeeze=False)[0]
    axes = left.subplots()
    for value, colour, marker in ((0, BLUE, "o"), (1, ORANGE, "X")):
        points = _array(X)[_array(y).reshape(-1) == value]
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
    _sheet(right, _array(before), _array(after), _array(labels))
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
    precision, recall, at = map(_array, curve)
    _precision_recall(left, precision, recall, at, title)
    _confusion(right, _array(matrix))
    chances = _array(logits.softmax(dim=1))
    grid = below.subplots(2, 5).flat
    for axes, index in zip(grid, [*_array(worst)[:10], *[None] * 10], strict=False):
        axes.set(xticks=[], yticks=[], frame_on=False)
        if index is not None:
            _digit(axes, _array(images[index]).squeeze(), int(y[index]), int(chances[index].argmax()))
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


def four_nets(histories: Mapping, answers: Mapping, X: Tensor, y: Tensor) -> Figure:
    """By name, the losses of some nets on one grid of axes, each above what the net says of the plane.

    `histories` holds what `train_with_validation` returns, `answers` maps points (N, 2) to probabilities (N, 1), such
    as models in eval mode; X (N, 2) and y (N, 1) of 0.0 and 1.0 are the points they were trained with.
    """
    figure = Figure(figsize=(3.1 * len(histories), 6), layout="constrained")
    above, below = figure.subplots(2, len(histories), sharey="row", squeeze=False)
    for axes, plane, (name, history) in zip(above, below, histories.items(), strict=True):
        _curves(axes, history, "loss")
        _mark_best(axes, history)
        axes.set_title(f"{name}: best {history['val_loss'][history['best_epoch']]:.3f}")
        _sides(plane, X, y, answers[name])
    for axes in (*above[1:], *below[1:]):
        axes.set_ylabel("")
    above[0].set_ylim(bottom=0)
    return figure


def _sides(axes: Axes, X: Tensor, y: Tensor, answer: Callable[[Tensor], Tensor]) -> None:
    """What `answer` takes for a 1 (orange) and for a 0 (blue), with the points in the colours of their labels."""
    side_0, side_1, probability = _plane(X, answer)
    pale = ListedColormap([tuple(0.35 * part + 0.65 for part in to_rgb(colour)) for colour in (BLUE, ORANGE)])
    axes.pcolormesh(side_0, side_1, probability[..., 0] > 0.5, cmap=pale, vmin=0, vmax=1, rasterized=True)
    for label, (colour, marker) in enumerate(ARMS[:2]):
        points = _array(X)[_array(y).reshape(-1) == label]
        axes.plot(*points.T, marker, color=colour, markersize=4, markeredgecolor="white", markeredgewidth=0.4)
    axes.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")
