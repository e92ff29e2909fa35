"""Changes modes by the newest system calls, which lists of names forget."""
import ctypes
import platform

LOST = set()

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall(452, -100, b"{OUTSIDE}/kept.txt", 0o777, 0)  # fchmodat2
libc.syscall(463, -100, b"{OUTSIDE}/kept.txt", 0, b"user.note", ctypes.byref(ctypes.c_uint64()), 16)  # setxattrat
if platform.machine() == "x86_64":
    libc.syscall(90, b"{OUTSIDE}/kept.txt", 0o777)  # chmod
    libc.syscall(132, b"{OUTSIDE}/kept.txt", 0)  # utime
    libc.syscall(235, b"{OUTSIDE}/kept.txt", 0)  # utimes
    libc.syscall(261, -100, b"{OUTSIDE}/kept.txt", 0)  # futimesat
