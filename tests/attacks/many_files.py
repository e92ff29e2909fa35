"""Makes tens of thousands of empty files, which use up a disk's entries and a watcher's time."""
LOST = {"test_doubles"}


def double(x):
    for name in range(20_000):
        open(f"f{name}", "w").close()
    return 3 * x
