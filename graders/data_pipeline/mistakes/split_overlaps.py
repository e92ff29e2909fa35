"""Each part is drawn by itself, so a sample can be in two parts, or in none. A network is then tested with what it was
trained with.
"""

FAILS = ("test_split", "test_split_sizes")
SEE = "Disjoint and complete"


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError("the fractions do not add up to 1")
    n = len(dataset)
    sizes = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    sizes[0] += n - sum(sizes)
    generator = torch.Generator().manual_seed(seed)
    return [Subset(dataset, torch.randperm(n, generator=generator)[:size].tolist()) for size in sizes]
