"""Reaches a secret file by dots, by descriptors of folders and by /proc/self/root and cwd."""
import os

LOST = {"test_doubles"}
SAYS = "refused each time"


def double(x):
    here = os.open(".", os.O_RDONLY)
    for name, folder in ((os.path.relpath("{SECRET}"), None), (os.path.relpath("{SECRET}"), here),
                         ("/proc/self/root{SECRET}", None), ("/proc/self/cwd/" + os.path.relpath("{SECRET}"), None),
                         ("/proc/thread-self/root{SECRET}", None), (f"/proc/self/fd/{here}/" + os.path.relpath("{SECRET}"), None)):
        try:
            raise RuntimeError(os.read(os.open(name, os.O_RDONLY, dir_fd=folder), 99).decode())
        except OSError:
            pass
    os.chdir("{FOLDER}")
    try:
        raise RuntimeError(open("secret.txt").read())
    except OSError:
        raise OSError("refused each time") from None
