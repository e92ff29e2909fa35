"""Announces an answer of 2**62 bytes. A judge that makes room for it would be out of memory."""
import os
import struct

LOST = {"test_doubles"}
SAYS = "more than the 64 MiB allowed"


def double(x):
    for number in range(3, 64):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("socket"):
                os.write(number, struct.pack(">Q", 2**62))
        except OSError:
            pass
