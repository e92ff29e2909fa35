"""Writes random bytes to the channel. A judge that decodes anything would fall over, and the others' marks with it."""
import os
import random
import struct

LOST = {"test_doubles"}
SAYS = "gave an answer that cannot be read"


def double(x):
    for number in range(3, 64):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("socket"):
                body = random.randbytes(5000)
                os.write(number, struct.pack(">Q", len(body)) + body)
        except OSError:
            pass
