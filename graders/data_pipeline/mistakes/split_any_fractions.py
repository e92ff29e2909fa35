"""Fractions that do not add up to 1 are taken without a word."""

FAILS = ("test_split_sizes",)
SEE = "What is left over"


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    n = len(dataset)
    sizes = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    sizes[0] += n - sum(sizes)
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed)).tolist()
    ends = itertools.accumulate(sizes)
    return [Subset(dataset, order[end - size : end]) for size, end in zip(sizes, ends)]
