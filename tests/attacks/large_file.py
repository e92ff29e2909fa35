"""Writes one file larger than its folder may be, seeking to its far end: sparse, it takes no room but looks huge."""
LOST = {"test_doubles"}
SAYS = "File too large"


def double(x):
    with open("large", "wb", buffering=0) as file:
        file.seek(2**40)
        file.write(b"x")
    return 2 * x
