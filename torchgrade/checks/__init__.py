"""The words that a check is written in: what an author imports, and what a check can ask for.

A check is a pytest function whose docstring is a promise about the student's program. It compares with the words
below, or with plain `assert`, whose message is then the hint. What it names as an argument is given to it: see
`torchgrade.checks.fixtures`.

    @points(2)
    def test_doubles(student, reference):
        \"\"\"`double` doubles a tensor.\"\"\"
        x = torch.arange(3.0)
        close(student.double(x), reference.double(x), within=1e-6, where="double(x)", hint="What is twice one?")
"""

from torchgrade.checks.comparing import close, entries, is_number, is_numbers, is_tensor, parts, raises
from torchgrade.checks.failing import Mismatch, fail, needs, points, seconds
from torchgrade.checks.networks import copy_weights, count_parameters, lend, parameters, stays_on_cpu, weights
from torchgrade.checks.showing import described, show

__all__ = [
    "Mismatch",
    "close",
    "copy_weights",
    "count_parameters",
    "described",
    "entries",
    "fail",
    "is_number",
    "is_numbers",
    "is_tensor",
    "lend",
    "needs",
    "parameters",
    "parts",
    "points",
    "raises",
    "seconds",
    "show",
    "stays_on_cpu",
    "weights",
]
