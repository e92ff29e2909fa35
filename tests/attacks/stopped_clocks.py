"""Replaces the clocks of its process by ones that stand still. Its time would never be up."""
import time

LOST = {"test_doubles"}
SAYS = "had not returned when the time was up"
SECONDS = 1.5

sleep = time.sleep
time.time = time.monotonic = time.perf_counter = time.process_time = lambda: 0.0


def double(x):
    sleep(60)
    return 2 * x
