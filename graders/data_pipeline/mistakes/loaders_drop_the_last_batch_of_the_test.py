"""The last batch of validation and of test samples is dropped. An accuracy is then that of some samples."""

FAILS = ("test_loaders",)
SEE = "The last batch"


def loaders(train, val, test, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True, generator=generator),
        DataLoader(val, batch_size=batch_size, drop_last=True),
        DataLoader(test, batch_size=batch_size, drop_last=True),
    )
