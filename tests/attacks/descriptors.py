"""Opens files until it may not, and keeps them. The machine's table of files would be full."""
LOST = {"test_doubles"}
SAYS = "Too many open files"


def double(x):
    kept = [open("/dev/null") for _ in range(5000)]
    return 2 * x
