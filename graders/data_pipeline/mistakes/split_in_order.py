"""The parts are cut from the dataset as it lies. Data often come sorted: then the test part holds what training has
never seen. And the seed does nothing.
"""

FAILS = ("test_split",)
SEE = "Disjoint and complete"


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError("the fractions do not add up to 1")
    n = len(dataset)
    sizes = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    sizes[0] += n - sum(sizes)
    order = list(range(n))
    ends = itertools.accumulate(sizes)
    return [Subset(dataset, order[end - size : end]) for size, end in zip(sizes, ends)]
