"""The training samples are drawn with replacement: in an epoch some come twice and others never."""

FAILS = ("test_loaders",)
SEE = "Shuffling"


def loaders(train, val, test, batch_size=32, seed=0):
    generator = torch.Generator().manual_seed(seed)
    sampler = torch.utils.data.RandomSampler(train, replacement=True, generator=generator)
    return (
        DataLoader(train, batch_size=batch_size, sampler=sampler),
        DataLoader(val, batch_size=batch_size),
        DataLoader(test, batch_size=batch_size),
    )
