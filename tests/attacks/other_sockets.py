"""Tries every family of sockets there is: netlink, raw packets, virtual machines, Bluetooth, crypto."""
import ctypes

LOST = {"test_doubles"}
SAYS = "no family"


def double(x):
    libc = ctypes.CDLL(None)
    got = [(family, kind) for family in range(46) for kind in range(1, 6) if libc.socket(family, kind, 0) >= 0]
    raise RuntimeError(f"sockets of {got}" if got else "no family")
