"""What the figures share: colours, a figure that a notebook shows, curves, a plane of points, a digit."""

import io
from collections.abc import Callable, Mapping, Sequence

import matplotlib.figure
import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from torch import Tensor

# The colours of Okabe and Ito, which people with any kind of colour blindness tell apart; shapes differ as well.
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#666666"
ARMS = ((BLUE, "o"), (ORANGE, "s"), (GREEN, "^"))


class Figure(matplotlib.figure.Figure):
    """A figure that a notebook shows, whether or not pyplot was ever imported there."""

    def _repr_png_(self) -> bytes:
        image = io.BytesIO()
        self.savefig(image, format="png")
        return image.getvalue()


def array(values: Tensor | np.ndarray) -> np.ndarray:
    """The values as an array of NumPy's, wherever they lie."""
    return values.detach().cpu().numpy() if isinstance(values, Tensor) else np.asarray(values)


def loss_curve(axes: Axes, losses: Sequence[float]) -> None:
    """The loss of each epoch, from 0 upwards."""
    axes.plot(losses, color=BLUE)
    axes.set(title=f"loss {losses[-1]:.4f} at the end" if len(losses) else "", xlabel="epoch", ylabel="loss")
    axes.set_ylim(bottom=0)


def learning_curves(axes: Axes, history: Mapping, what: str) -> None:
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


def mark_best(axes: Axes, history: Mapping) -> None:
    """A star at the best epoch of `history` on its curve of validation losses."""
    best = history["best_epoch"]
    axes.axvline(best, color=GREY, linestyle=":")
    axes.plot(best, history["val_loss"][best], "*", color=RED, markersize=14, label=f"best: epoch {best}")
    axes.set_title(f"best validation loss {history['val_loss'][best]:.3f}")
    axes.legend(frameon=False)


def plane_of(X: Tensor, of: Callable[[Tensor], Tensor], steps: int = 200) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two sides of a square around the points X (N, 2), each (steps,), and `of` on it, (steps, steps, outputs)."""
    low, high = array(X).min(), array(X).max()
    margin = 0.15 * (high - low)
    side = torch.linspace(low - margin, high + margin, steps)
    second, first = torch.meshgrid(side, side, indexing="ij")
    with torch.no_grad():
        values = of(torch.stack([first.reshape(-1), second.reshape(-1)], dim=1).to(X.device))
    return side.numpy(), side.numpy(), array(values).reshape(steps, steps, -1)


def digit_image(axes: Axes, image: np.ndarray, label: int, predicted: int) -> None:
    """One image, framed in red where the prediction is wrong."""
    axes.imshow(image, cmap="gray_r", vmin=0, vmax=1)
    if label == predicted:
        axes.set_title(f"{predicted}", fontsize=10, pad=2)
        return
    axes.set_frame_on(True)
    axes.set_title(f"{predicted}, not {label}", fontsize=10, pad=2, color=RED, weight="bold")
    for spine in axes.spines.values():
        spine.set(color=RED, linewidth=2)


def confusion(axes: Axes, matrix: np.ndarray) -> None:
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
