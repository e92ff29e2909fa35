"""Writes half an answer and falls silent. A judge that reads to the end would wait for ever."""
import os
import struct
import time

LOST = {"test_doubles"}
SAYS = "had not returned when the time was up"
SECONDS = 1.5


def double(x):
    for number in range(3, 64):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("socket"):
                os.write(number, struct.pack(">Q", 100) + b"half")
        except OSError:
            pass
    time.sleep(60)
