"""Takes more memory than it may, piece by piece. The machine would begin to swap, and others' runs would fail."""
import time

LOST = {"test_doubles"}
SAYS = "used more than 1 GiB of memory"


def double(x):
    kept = [torch.ones(2**23) for _ in range(60)]
    time.sleep(3)
    return 2 * x
