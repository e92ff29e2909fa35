"""Lines, curves and points in a plane: what a net says of them, and how it learnt."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap, to_rgb
from torch import Tensor, nn

from assignments.figures.descents import ByHand, descents
from assignments.figures.parts import (
    ARMS,
    BLUE,
    GREY,
    ORANGE,
    RED,
    Figure,
    array,
    learning_curves,
    loss_curve,
    mark_best,
    plane_of,
)


def line(x: Tensor, y: Tensor, w: float, b: float, losses: Sequence[float]) -> Figure:
    """The points x (N,), y (N,) with the line w x + b through them, and the loss of each epoch."""
    figure = Figure(figsize=(9, 3.8), layout="constrained")
    left, right = figure.subplots(1, 2)
    xs, ys = array(x), array(y)
    left.plot(xs, ys, "o", color=BLUE, markersize=4, alpha=0.7, label="points")
    ends = np.array([xs.min(), xs.max()])
    left.plot(ends, w * ends + b, color=RED, linewidth=2, label="fitted line")
    left.set(title=f"y = {w:.2f} x {'+' if b >= 0 else '-'} {abs(b):.2f}", xlabel="x", ylabel="y")
    left.legend(frameon=False)
    loss_curve(right, losses)
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
    side_0, side_1, probability = plane_of(X, predict)
    colours = axes[0].contourf(side_0, side_1, probability[..., 0], np.linspace(0, 1, 11), cmap="cividis")
    figure.colorbar(colours, ax=axes[0], label="probability of 1", ticks=[0, 0.5, 1])
    if probability.min() < 0.5 < probability.max():
        axes[0].contour(side_0, side_1, probability[..., 0], [0.5], colors="white", linewidths=2)
    for value, colour, ring in ((0, "black", "white"), (1, "white", "black")):
        points = array(X)[array(y).reshape(-1) == value]
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
        loss_curve(axes[1], losses)
    return figure


def xor(model: nn.Module, X: Tensor, y: Tensor, manual_gradients: ByHand) -> Figure:
    """What a net says of the plane around X (4, 2), y (4, 1), and the losses of two descents on a logarithmic axis.

    Both descend from one start, with `manual_gradients` of assignment xor_mlp and with those of PyTorch.
    """
    by_hand, with_torch = descents(manual_gradients)
    figure = boundary(model, X, y, by_hand, title="XOR")
    axes = figure.axes[1]
    axes.clear()
    axes.semilogy(with_torch, color=ORANGE, linewidth=6, alpha=0.6, label="gradients of PyTorch")
    axes.semilogy(by_hand, "--", color=BLUE, linewidth=1.8, label="gradients by hand")
    axes.set(title=f"the same descent twice: loss {by_hand[-1]:.4f}", xlabel="step", ylabel="loss, logarithmic")
    axes.legend(frameon=False)
    return figure


def spiral(model: nn.Module, X: Tensor, y: Tensor, history: Mapping) -> Figure:
    """The regions of three arms with the points X (N, 2), y (N,), and the losses, the best epoch marked.

    `history` holds "train_loss", "val_loss" and "best_epoch", as `train` returns it.
    """
    figure = Figure(figsize=(9.6, 4.2), layout="constrained")
    left, right = figure.subplots(1, 2)
    mode = model.training
    model.eval()
    side_0, side_1, logits = plane_of(X, model)
    model.train(mode)
    pale = ListedColormap([tuple(0.35 * part + 0.65 for part in to_rgb(colour)) for colour, _ in ARMS])
    left.pcolormesh(side_0, side_1, logits.argmax(axis=-1), cmap=pale, vmin=0, vmax=2, rasterized=True)
    for arm, (colour, marker) in enumerate(ARMS):
        points = array(X)[array(y) == arm]
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
    learning_curves(right, history, "loss")
    mark_best(right, history)
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower left", ncols=3, frameon=False)
    return figure


def four_nets(histories: Mapping, answers: Mapping, X: Tensor, y: Tensor) -> Figure:
    """By name, the losses of some nets on one grid of axes, each above what the net says of the plane.

    `histories` holds what `train_with_validation` returns, `answers` maps points (N, 2) to probabilities (N, 1), such
    as models in eval mode; X (N, 2) and y (N, 1) of 0.0 and 1.0 are the points they were trained with.
    """
    figure = Figure(figsize=(3.1 * len(histories), 6), layout="constrained")
    above, below = figure.subplots(2, len(histories), sharey="row", squeeze=False)
    for axes, plane, (name, history) in zip(above, below, histories.items(), strict=True):
        learning_curves(axes, history, "loss")
        mark_best(axes, history)
        axes.set_title(f"{name}: best {history['val_loss'][history['best_epoch']]:.3f}")
        _sides(plane, X, y, answers[name])
    for axes in (*above[1:], *below[1:]):
        axes.set_ylabel("")
    above[0].set_ylim(bottom=0)
    return figure


def _sides(axes: Axes, X: Tensor, y: Tensor, answer: Callable[[Tensor], Tensor]) -> None:
    """What `answer` takes for a 1 (orange) and for a 0 (blue), with the points in the colours of their labels."""
    side_0, side_1, probability = plane_of(X, answer)
    pale = ListedColormap([tuple(0.35 * part + 0.65 for part in to_rgb(colour)) for colour in (BLUE, ORANGE)])
    axes.pcolormesh(side_0, side_1, probability[..., 0] > 0.5, cmap=pale, vmin=0, vmax=1, rasterized=True)
    for label, (colour, marker) in enumerate(ARMS[:2]):
        points = array(X)[array(y).reshape(-1) == label]
        axes.plot(*points.T, marker, color=colour, markersize=4, markeredgecolor="white", markeredgewidth=0.4)
    axes.set(xlabel="$x_1$", ylabel="$x_2$", aspect="equal")


def tensors(X: Tensor, Z: Tensor, curve: Callable[[Tensor], Tensor], points: Tensor, slopes: Sequence[float]) -> Figure:
    """People X (N, 2), and Z (N, 2), the same standardized; a `curve` with tangents at `points` (K,), of K slopes."""
    figure = Figure(figsize=(12.4, 4), layout="constrained")
    before, after, right = figure.subplots(1, 3, width_ratios=[1, 1, 1.25])
    for axes, values, colour, title in ((before, X, ORANGE, "before"), (after, Z, BLUE, "after standardize")):
        first, second = array(values).T
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
    axes.plot(array(x), array(curve(x)), color=BLUE, label="the curve")
    for at, height, slope in zip(array(points), array(curve(points)), slopes, strict=True):
        half = 0.55 / np.hypot(1, slope)  # so that all tangents are equally long
        axes.plot([at - half, at + half], [height - half * slope, height + half * slope], color=RED, linewidth=2.2)
        axes.plot(at, height, "o", color=RED, markersize=5)
        axes.annotate(f"{slope:.1f}", (at, height), (6, 6 if slope < 0 else -14), textcoords="offset points", color=RED)
    axes.set(title="tangents, and the slopes that gradient gave", xlabel="x", ylabel="f(x)", aspect="equal")
