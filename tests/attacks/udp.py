"""Sends a packet over UDP, and one to a name server."""
import socket

LOST = {"test_doubles"}
SAYS = "tried to open a network socket"


def double(x):
    try:
        socket.getaddrinfo("example.invalid", 80)
    except OSError:
        pass
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"hidden", ("127.0.0.1", int("{PORT}")))
