"""The three loaders share one generator. A DataLoader draws a number from it whenever an epoch begins, shuffled or not,
so a look at the validation samples changes the order of the training samples.
"""

FAILS = ("test_loaders",)
SEE = "A generator of its own"


def loaders(train, val, test, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator),
        DataLoader(val, batch_size=batch_size, generator=generator),
        DataLoader(test, batch_size=batch_size, generator=generator),
    )
