"""The seed of the global random generator is set, and the loader draws from that one: whoever draws in between changes
the order.
"""

FAILS = ("test_loaders", "test_random_state")
SEE = "A generator of its own"


def loaders(train, val, test, batch_size=32, seed=0):
    torch.manual_seed(seed)
    return (
        DataLoader(train, batch_size=batch_size, shuffle=True),
        DataLoader(val, batch_size=batch_size),
        DataLoader(test, batch_size=batch_size),
    )
