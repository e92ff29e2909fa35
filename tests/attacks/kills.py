"""Sends signals to its parent, to its keeper and to everything it may. The grader would stop."""
import os
import signal

LOST = set()
SAYS = "tried to send a signal"

for process in (os.getppid(), os.getpgid(0), *range(2, 3000)):
    if process > 1 and process != os.getpid():
        try:
            os.kill(process, signal.SIGCONT)  # harms nobody where it arrives
        except OSError:
            continue
        open("{OUTSIDE}/signalled", "w")
        ARRIVED = True
