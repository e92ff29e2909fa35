"""`batch_size` does nothing: all batches have 32 samples."""

FAILS = ("test_loaders",)
SEE = "The last batch"


def loaders(train, val, test, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return (
        DataLoader(train, batch_size=32, shuffle=True, generator=generator),
        DataLoader(val, batch_size=32),
        DataLoader(test, batch_size=32),
    )
