"""The parts are lists that hold the samples. A `Subset` holds numbers of samples and looks a sample up when it is asked
for: nothing is copied or read.
"""

FAILS = ("test_split", "test_split_sizes")
SEE = "Disjoint and complete"


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError("the fractions do not add up to 1")
    n = len(dataset)
    sizes = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    sizes[0] += n - sum(sizes)
    order = torch.randperm(n, generator=torch.Generator().manual_seed(seed)).tolist()
    ends = itertools.accumulate(sizes)
    return [[dataset[i] for i in order[end - size : end]] for size, end in zip(sizes, ends)]
