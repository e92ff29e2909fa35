"""The test samples are shuffled. Their order is to stay: then the answers of two networks can be held side by side."""

FAILS = ("test_loaders",)
SEE = "Shuffling"


def loaders(train, val, test, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator),
        DataLoader(val, batch_size=batch_size),
        DataLoader(test, batch_size=batch_size, shuffle=True),
    )
