"""Draws what was learnt: a fitted line, decision boundaries, learning curves, images with what was said of them.

Each function returns a Figure. It shows itself as the last line of a notebook cell; in a script, `savefig(path)`
writes it to a file. Nothing opens a window, and matplotlib's settings stay as they are.
"""

from assignments.figures.clothes import clothes
from assignments.figures.images import digits, evaluation, pipeline
from assignments.figures.parts import Figure
from assignments.figures.planes import boundary, four_nets, line, spiral, tensors, xor
from assignments.figures.search import experiments
from assignments.figures.toolkit import plane_points, toolkit

__all__ = [
    "Figure",
    "boundary",
    "clothes",
    "digits",
    "evaluation",
    "experiments",
    "four_nets",
    "line",
    "pipeline",
    "plane_points",
    "spiral",
    "tensors",
    "toolkit",
    "xor",
]
