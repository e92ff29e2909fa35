"""Connects to an abstract unix socket, which has no file that could be guarded."""
import socket

LOST = {"test_doubles"}
SAYS = "tried to open a network socket"


def double(x):
    socket.socket(socket.AF_UNIX).connect("\0{NAME}")
