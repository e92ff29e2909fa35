"""The dataset is cut as it lies, and only then each part is shuffled: the same samples are in a part, whatever the
seed.
"""

FAILS = ("test_split",)
SEE = "Disjoint and complete"


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError("the fractions do not add up to 1")
    n = len(dataset)
    sizes = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    sizes[0] += n - sum(sizes)
    generator = torch.Generator().manual_seed(seed)
    ends = itertools.accumulate(sizes)
    return [
        Subset(dataset, [end - size + i for i in torch.randperm(size, generator=generator).tolist()])
        for size, end in zip(sizes, ends)
    ]
