"""Sends answers whose times, notes and errors are of strange types and huge. They would fill and break the report."""
import os
import struct
import sys

import msgpack

LOST = {"test_doubles", "test_adds", "test_measures"}


def send(kind, value, seconds, attempts):
    frame = sys._getframe()
    while "number" not in frame.f_locals or "verb" not in frame.f_locals:
        frame = frame.f_back
    body = msgpack.packb([frame.f_locals["number"], kind, value, seconds, attempts])
    for number in range(3, 64):
        try:
            if os.readlink(f"/proc/self/fd/{number}").startswith("socket"):
                view = memoryview(struct.pack(">Q", len(body)) + body)
                while view:
                    view = view[os.write(number, view):]
        except OSError:
            pass


def double(x):
    send("value", 1, float("inf"), ["read " + "x" * 500_000] * 20)
    os._exit(0)


def add(a, b):
    if abs(a) > 10_000:
        return a + b
    send("error", {"kinds": ["x" * 500_000], "text": "y" * 500_000, "where": "z" * 500_000}, 0.0, [])
    os._exit(0)


def accuracy(logits, y):
    send("error", {"kinds": [], "text": {}, "where": [[[]]]}, float("nan"), {})
    os._exit(0)
