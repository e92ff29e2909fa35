"""Makes namespaces of its own, by unshare, setns, clone and clone3, to mount and to be root in there."""
import ctypes

LOST = {"test_doubles"}
SAYS = "no namespaces"

CLONE_NEWUSER, CLONE_NEWNS, SIGCHLD = 0x10000000, 0x20000, 17


def double(x):
    libc = ctypes.CDLL(None, use_errno=True)
    got = [flag for flag in (CLONE_NEWUSER, CLONE_NEWNS) if libc.unshare(flag) == 0]
    for flag in (CLONE_NEWUSER, CLONE_NEWNS):
        child = libc.syscall(56, flag | SIGCHLD, 0, 0, 0, 0)
        if child == 0:
            libc._exit(0)
        got += [child] if child > 0 else []
    arguments = (ctypes.c_uint64 * 11)(CLONE_NEWUSER, 0, 0, 0, SIGCHLD)
    child = libc.syscall(435, arguments, ctypes.sizeof(arguments))
    if child == 0:
        libc._exit(0)
    got += [child] if child > 0 else []
    raise RuntimeError(f"namespaces {got}" if got else "no namespaces")
