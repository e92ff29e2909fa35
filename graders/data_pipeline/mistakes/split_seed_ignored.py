"""The seed does nothing: each call cuts in another way, so what is tested today was trained with yesterday."""

FAILS = ("test_split", "test_random_state")
SEE = "A generator of its own"


def split(dataset, fractions=(0.7, 0.15, 0.15), seed=0):
    if abs(sum(fractions) - 1) > 1e-6:
        raise ValueError("the fractions do not add up to 1")
    n = len(dataset)
    sizes = [math.floor(fraction * n + 1e-9) for fraction in fractions]
    sizes[0] += n - sum(sizes)
    order = torch.randperm(n).tolist()
    ends = itertools.accumulate(sizes)
    return [Subset(dataset, order[end - size : end]) for size, end in zip(sizes, ends)]
