"""Starts threads without end (700 here), which are no processes."""
import threading
import time

LOST = {"test_doubles"}
SAYS = "started more than 512 threads"


def double(x):
    threading.stack_size(65536)
    for _ in range(700):
        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()
    time.sleep(20)
