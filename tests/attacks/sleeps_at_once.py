"""Sleeps while it is imported, before anything has been asked."""
import time

SECONDS = 10.0
LOST = set()
SAYS = "still running after 5 s"
time.sleep(60)
