"""The last batch of the training samples is dropped when it is smaller than the others. No sample may be left out."""

FAILS = ("test_loaders",)
SEE = "The last batch"


def loaders(train, val, test, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator, drop_last=True),
        DataLoader(val, batch_size=batch_size),
        DataLoader(test, batch_size=batch_size),
    )
