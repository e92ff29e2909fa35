"""Draws a student's XOR points, and drawings of digits as their datasets give them, before and after normalising."""

import tempfile
from typing import Any

import torch

from assignments import datasets, figures

DRAWINGS = 200  # files that are written and read


def train(work: Any, run: Any) -> tuple[str, figures.Figure]:
    """What was found, in a sentence, and the figure; nothing is trained in this assignment."""
    data, points = run.images(), work.XORDataset(seed=run.seed)
    images, labels = data.train_images[:DRAWINGS], data.train_labels[:DRAWINGS]
    with tempfile.TemporaryDirectory() as folder:
        datasets.save_drawings(images, labels, folder)
        digits = work.DrawnDigits(folder, dark_on_light=True)
        parts = work.split(digits, seed=run.seed)
        mean, std = work.statistics(parts[0])
        drawn = [work.Normalized(parts[0], mean, std)[i] for i in range(10)]
        files = datasets.read_drawings(folder)
        shown = [files[parts[0].indices[i]] for i in range(10)]
    sizes = ", ".join(str(len(part)) for part in parts)
    sentence = f"{len(digits)} drawings ({data.source}) in parts of {sizes}; mean {mean.item():.3f} and deviation "
    after, labels = (torch.stack(part) for part in zip(*drawn, strict=True))
    figure = figures.pipeline(points.X, points.y, torch.stack(shown), after, labels)
    return f"{sentence}{std.item():.3f} of the first part's pixels", figure
