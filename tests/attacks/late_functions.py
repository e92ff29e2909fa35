"""Registers functions for the end of the process and of its objects. They would run after it has been judged."""
import atexit
import weakref

LOST = set()


def late():
    for name in ("{OUTSIDE}/late.txt", "{SECRET}"):
        open(name, "w").write("late")


class Late:
    def __del__(self):
        late()


atexit.register(late)
kept = Late()
weakref.finalize(kept, late)
