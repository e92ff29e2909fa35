"""The training samples are not shuffled. Sorted data then teach a network mostly what came last."""

FAILS = ("test_loaders",)
SEE = "Shuffling"


def loaders(train, val, test, batch_size=32, seed=0):
    return (
        DataLoader(train, batch_size=batch_size),
        DataLoader(val, batch_size=batch_size),
        DataLoader(test, batch_size=batch_size),
    )
