"""The toolkit for models: learning rates over the epochs, and what single units say of the plane."""

from collections.abc import Mapping, Sequence

import matplotlib.figure
import torch
from torch import Tensor

from assignments.figures.parts import ARMS, Figure, array


def toolkit(rates: Mapping[str, Sequence[float]], layers: Mapping[str, Tensor], units: int = 6) -> Figure:
    """The learning rate over the epochs of some schedules, and what single units of some layers say of the plane.

    `rates` holds one rate per epoch by the schedule's label, `layers` values (side * side, n) by the layer's label:
    those of `plane_points(side)`. Each of the first `units` units is an image, dark where it gives 0.
    """
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    left, right = figure.subfigures(1, 2, width_ratios=[1, 1.6], squeeze=False)[0]
    axes = left.subplots()
    for (label, values), (colour, _), style in zip(rates.items(), ARMS, ("-", "--", "-."), strict=False):
        axes.plot(values, style, color=colour, linewidth=2, drawstyle="steps-post", label=label)
    axes.set(title="the rate of each epoch", xlabel="epoch", ylabel="rate")
    axes.set_ylim(bottom=0)
    left.legend(*axes.get_legend_handles_labels(), loc="outside lower left", frameon=False)
    _units(right, layers, units)
    return figure


def _units(part: matplotlib.figure.SubFigure, layers: Mapping[str, Tensor], units: int) -> None:
    grid = part.subplots(len(layers), units, squeeze=False)
    for row, (label, values) in zip(grid, layers.items(), strict=True):
        side = round(len(values) ** 0.5)
        for unit, axes in enumerate(row):
            axes.set(xticks=[], yticks=[], frame_on=False)
            if unit < values.shape[1]:
                axes.imshow(array(values)[:, unit].reshape(side, side), cmap="cividis", origin="lower", vmin=0)
        row[0].set_ylabel(label)
    part.suptitle("what single units give all over the plane: dark is 0")


def plane_points(side: int = 80, reach: float = 1.3) -> Tensor:
    """Points (side * side, 2) on a grid from -reach to reach, row after row from below."""
    steps = torch.linspace(-reach, reach, side)
    second, first = torch.meshgrid(steps, steps, indexing="ij")
    return torch.stack([first.reshape(-1), second.reshape(-1)], dim=1)
