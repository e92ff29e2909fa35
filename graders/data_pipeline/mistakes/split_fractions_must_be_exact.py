"""The sum of the fractions is compared with 1 exactly. 0.7 + 0.2 + 0.1 is 0.9999999999999999 to a computer, so right
fractions are refused.
"""

FAILS = ("test_split", "test_split_sizes")
SEE = "What is left over"


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    if sum(fractions) != 1:
        raise ValueError("the fractions do not add up to 1")
    n = len(dataset)
    sizes = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    sizes[0] += n - sum(sizes)
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed)).tolist()
    ends = itertools.accumulate(sizes)
    return [Subset(dataset, order[end - size : end]) for size, end in zip(sizes, ends)]
