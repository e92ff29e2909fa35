"""The training samples come in the same order in every epoch: they are shuffled once and for all."""

FAILS = ("test_loaders",)
SEE = "Shuffling"


def loaders(train, val, test, batch_size=32, seed=0):
    order = torch.randperm(len(train), generator=torch.Generator().manual_seed(seed)).tolist()
    return (
        DataLoader(Subset(train, order), batch_size=batch_size),
        DataLoader(val, batch_size=batch_size),
        DataLoader(test, batch_size=batch_size),
    )
