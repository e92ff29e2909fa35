"""Gives 18 answers of 60 MiB one after another, which a judge that keeps them all has to find room for."""

LOST = {"test_batches"}


def batches(x, size):
    large = torch.zeros(15_000_000)
    while True:
        yield large
