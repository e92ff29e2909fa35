"""Connects to a unix socket by its path, as those of a desktop, a container engine or a database have one."""
import socket

LOST = {"test_doubles"}
SAYS = "tried to open a network socket"


def double(x):
    socket.socket(socket.AF_UNIX).connect("{STREAM}")
