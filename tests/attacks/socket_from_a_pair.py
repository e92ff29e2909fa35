"""Sends a datagram to a unix socket from one of a pair, for which no call of socket() is needed."""
import ctypes
import socket

LOST = {"test_doubles"}
SAYS = "PermissionError"


def double(x):
    pair = (ctypes.c_int * 2)()
    if ctypes.CDLL(None).socketpair(socket.AF_UNIX, socket.SOCK_DGRAM, 0, pair) != 0:
        raise PermissionError("no pair")
    socket.socket(fileno=pair[0]).sendto(b"hidden", "{DGRAM}")
