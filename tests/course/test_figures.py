"""Figures: what each one shows, and that a notebook shows it."""

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import nn

from assignments import datasets, figures
from assignments.figures.parts import GREEN, RED

HISTORY = {
    "train_loss": [3.0, 2.0, 1.0],
    "val_loss": [3.0, 1.5, 1.7],
    "best_epoch": 1,
    "train_accuracy": [0.1, 0.5, 0.8],
    "val_accuracy": [0.2, 0.4, 0.7],
}


def line() -> figures.Figure:
    return figures.line(*datasets.line(), w=2.0, b=-1.0, losses=[3.0, 2.0])


def boundary() -> figures.Figure:
    net = nn.Sequential(nn.Linear(2, 1), nn.Sigmoid())
    return figures.boundary(net, *datasets.gate("xor"), losses=[0.7, 0.6], title="XOR")


def no_slope(params: dict, X: np.ndarray, y: np.ndarray) -> dict:
    """Gradients of one who has not found any slope."""
    return {name: np.zeros_like(values) for name, values in params.items()}


def xor() -> figures.Figure:
    return figures.xor(nn.Sequential(nn.Linear(2, 1), nn.Sigmoid()), *datasets.gate("xor"), no_slope)


def spiral() -> figures.Figure:
    X, y = datasets.spiral_arms()
    return figures.spiral(nn.Linear(2, 3), torch.tensor(X.T, dtype=torch.float32), torch.tensor(y), HISTORY)


def digits() -> figures.Figure:
    labels = torch.arange(10)
    matrix = torch.eye(10, dtype=torch.int64)
    return figures.digits(torch.rand(10, 1, 28, 28), labels, labels.flip(0), matrix, HISTORY)


def clothes() -> figures.Figure:
    labels = torch.arange(10)
    predicted = labels.clone()
    predicted[6] = 0
    moved = torch.rand(5, 1, 28, 28)
    return figures.clothes(torch.rand(10, 1, 28, 28), labels, predicted, datasets.CLOTHES, HISTORY, moved)


@pytest.mark.parametrize("draw", [line, boundary, xor, spiral, digits, clothes])
def test_a_notebook_shows_it_as_a_picture(draw: Callable[[], figures.Figure]):
    from IPython.core.formatters import DisplayFormatter

    data, _ = DisplayFormatter().format(draw())
    assert data["image/png"].startswith(b"\x89PNG")


def texts(figure: figures.Figure) -> list[str]:
    """Every piece of text in a figure, titles and legends among them."""
    return [item.get_text() for item in figure.findobj(lambda item: hasattr(item, "get_text"))]


def test_the_line_is_written_above_it():
    assert "y = 2.00 x - 1.00" in texts(line())


def test_the_best_epoch_is_marked():
    assert "best: epoch 1" in texts(spiral())


def test_the_model_is_left_in_its_mode():
    net = nn.Sequential(nn.Linear(2, 3), nn.Dropout())
    X, y = datasets.spiral_arms()
    figures.spiral(net, torch.tensor(X.T, dtype=torch.float32), torch.tensor(y), HISTORY)
    assert net.training


def test_wrong_digits_say_what_they_are():
    assert "9, not 0" in texts(digits())


def test_right_digits_alone_need_no_frame():
    labels = torch.arange(5)
    figure = figures.digits(torch.rand(5, 1, 28, 28), labels, labels)
    assert "100.0% of 5 images right" in texts(figure)


def coloured(figure: figures.Figure) -> dict[str, str]:
    """The colour of every title of an image."""
    return {axes.get_title(): axes.title.get_color() for axes in figure.axes}


def test_right_names_are_green_and_wrong_ones_red_with_the_true_name():
    found = coloured(clothes())
    assert (found["coat"], found["T-shirt,\nnot shirt"]) == (GREEN, RED)
    assert "90.0% of 10 images named right" in texts(clothes())


def test_versions_of_one_image_stand_below_and_the_curves_last():
    with_all, titles = clothes(), [axes.get_ylabel() for axes in clothes().axes]
    assert "one training image, as it is and moved" in texts(with_all)
    assert titles[-2:] == ["loss", "accuracy"]


def test_named_images_can_stand_alone():
    labels = torch.arange(3)
    figure = figures.clothes(torch.rand(3, 1, 28, 28), labels, labels, datasets.CLOTHES)
    assert "100.0% of 3 images named right" in texts(figure)
    assert "loss" not in [axes.get_ylabel() for axes in figure.axes]


def test_a_boundary_can_stand_alone():
    assert len(figures.boundary(lambda x: x[:, :1], *datasets.gate("and")).axes) == 2  # the plane and its colour bar


def test_pyplot_is_not_touched():
    code = "import sys; from assignments import figures; print('matplotlib.pyplot' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "False"


def test_a_schedule_and_a_row_of_units_for_each_layer():
    layers = {"block 1": torch.rand(len(figures.plane_points(5)), 3), "block 2": torch.rand(25, 3)}
    figure = figures.toolkit({"warmup 4": [0.25, 0.5, 0.75, 1.0]}, layers, units=4)
    assert {"warmup 4", "block 1", "block 2"} <= set(texts(figure))
    assert (
        sum(bool(axes.images) for axes in figure.axes) == 6
    )  # three units in each layer: the fourth place stays empty


def test_wrong_gradients_by_hand_part_from_those_of_pytorch():
    by_hand, with_torch = (line.get_ydata() for line in reversed(xor().axes[1].lines))
    assert by_hand[0] == with_torch[0] == by_hand[-1]
    assert with_torch[-1] < 0.01 < by_hand[-1]


def compared(**config: object) -> dict:
    """A result as `run` gives it; a config without a rate is one that failed."""
    measured = {"parameters": 41, "val_accuracy": [0.5, 0.75], "test_accuracy": 0.625, "seconds": 0.1}
    return {"config": config, **(measured if config.get("lr", 1) else {"error": "ValueError: no rate"})}


def experiments() -> figures.Figure:
    table = [compared(lr=lr, dropout=dropout) for lr in (0.0, 0.1) for dropout in (0.2, 0.5, 0.8)]
    return figures.experiments([compared(hidden=[32, 16]), compared(hidden=[])], table, torch.rand(5, 4, 4))


def test_compared_networks_stand_in_the_legend_with_their_test_accuracy():
    assert {"32, 16: test 62.5%", "no hidden layer: test 62.5%"} <= set(texts(experiments()))


def test_a_cell_says_its_share_or_that_it_failed():
    said = texts(experiments())
    assert said.count("75.0%") == 3 and said.count("failed") == 3


def test_there_is_an_image_for_each_filter():
    assert sum(bool(axes.images) for axes in experiments().axes) == 6  # the table is one, too
