"""Reads address 0 by ctypes. A judge in the same process would be gone."""
import ctypes

LOST = {"test_doubles"}
SAYS = "was ended by signal SIGSEGV"


def double(x):
    return ctypes.string_at(0)
