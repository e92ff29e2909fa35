"""Answers in the worker's place, while it is loaded, that the problems are five. Whoever counts them would fall over it."""
import os
import struct
import sys

import msgpack

LOST = "all"
SAYS = "gave an answer that cannot be read"

frame = sys._getframe()
while "number" not in frame.f_locals or "verb" not in frame.f_locals:
    frame = frame.f_back
body = msgpack.packb([frame.f_locals["number"], "value", 5, 0.0, []])
for name in range(3, 64):
    try:
        os.write(name, struct.pack(">Q", len(body)) + body)
    except OSError:
        pass
