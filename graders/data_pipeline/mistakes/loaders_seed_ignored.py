"""The seed does nothing: the order comes from the global random generator, and is another one in each run."""

FAILS = ("test_loaders",)
SEE = "A generator of its own"


def loaders(train, val, test, batch_size=32, seed=0):
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True),
        DataLoader(val, batch_size=batch_size),
        DataLoader(test, batch_size=batch_size),
    )
