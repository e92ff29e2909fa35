"""What students cannot see."""

from torchgrade.checks import points


@points(1)
def test_adds_far_numbers(student, rng):
    """`add` adds numbers of any size, and negative ones."""
    a, b = rng.integers(-(10**12), 10**12, size=2).tolist()
    assert student.add(a, b) == a + b, "is there a table in it?"
