"""Opens a connection over TCP. Hidden inputs would leave, answers come in."""
import socket

LOST = {"test_doubles"}
SAYS = "tried to open a network socket"


def double(x):
    return socket.create_connection(("127.0.0.1", int("{PORT}")), timeout=2).recv(10)
