"""A kernel filter on system calls (seccomp, Linux 3.17): refuses what no program of a course needs.

The numbers are those of the kernel's tables `arch/x86/entry/syscalls/syscall_64.tbl` and
`include/uapi/asm-generic/unistd.h`; the filter's layout is that of seccomp(2) and linux/filter.h.
"""

import ctypes
import errno
import platform
import struct
import sys

# name: (number on x86-64, number on 64-bit Arm)
SOCKETS = {"socket": (41, 198)}
TRACING = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "perf_event_open": (298, 241),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}
NAMESPACES = {
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsmount": (432, 432),
    "mount_setattr": (442, 442),
    "open_by_handle_at": (304, 265),
}
SHARED_OBJECTS = {
    "shmget": (29, 194),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
}
THE_MACHINE = {
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "acct": (163, 89),
    "memfd_secret": (447, 447),
}
# Landlock has no rule for what stands about a file instead of in it. 0 where a machine has no such call.
ATTRIBUTES = {
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "setxattrat": (463, 463),
    "removexattr": (197, 14),
    "lremovexattr": (198, 15),
    "fremovexattr": (199, 16),
    "removexattrat": (466, 466),
    "chown": (92, 0),
    "fchown": (93, 55),
    "lchown": (94, 0),
    "fchownat": (260, 54),
}
MODES_AND_TIMES = {  # without effect instead of refused: shutil.copy and Path.touch go on
    "chmod": (90, 0),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "fchmodat2": (452, 452),
    "utime": (132, 0),
    "utimes": (235, 0),
    "futimesat": (261, 0),
    "utimensat": (280, 88),
}
SOCKETPAIR = (53, 199)
NO_STREAM = 0x0E  # bits that every type of socket has but SOCK_STREAM: such ones can send anywhere without connecting
CLONE, CLONE3 = (56, 220), (435, 435)
NEW_NAMESPACES = 0x7E020000  # the CLONE_NEW* flags, time namespaces aside: clone's flags have no room for those

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}  # column above, AUDIT_ARCH_*
X32 = 0x40000000  # numbers from here on are the x32 table's, which would slip past the list

LOAD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_BITS, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, ERRNO, KILL = 0x7FFF0000, 0x00050000, 0x80000000
ARCHITECTURE_AT, NUMBER_AT, FIRST_ARGUMENT_AT, SECOND_ARGUMENT_AT = 4, 0, 16, 24  # offsets in struct seccomp_data


def supported() -> bool:
    """Whether this module knows this machine's system calls."""
    return sys.platform == "linux" and platform.machine() in ARCHITECTURES


def apply() -> None:
    """Puts the calling thread, and all that it starts, behind the filter for good; an OSError where that fails."""
    program = _program(*ARCHITECTURES[platform.machine()])
    code = ctypes.create_string_buffer(program)
    header = struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(code))  # struct sock_fprog
    _prctl(38, 1, 0)  # PR_SET_NO_NEW_PRIVS, without which only root may set a filter
    _prctl(22, 2, ctypes.create_string_buffer(header))  # PR_SET_SECCOMP, SECCOMP_MODE_FILTER


def _prctl(option: int, value: int, pointer: object) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, pointer, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option})")


def _program(column: int, architecture: int) -> bytes:
    refused = {**TRACING, **NAMESPACES, **SHARED_OBJECTS, **THE_MACHINE}
    lines = [
        _line(LOAD, ARCHITECTURE_AT),
        _line(JUMP_EQUAL, architecture, 1, 0),
        _line(RETURN, KILL),
        _line(LOAD, NUMBER_AT),
        _line(JUMP_AT_LEAST, X32, 0, 1),
        _line(RETURN, ERRNO | errno.ENOSYS),
    ]
    lines += [line for numbers in refused.values() for line in _refuse(numbers[column], errno.EPERM)]
    lines += [
        line for numbers in ATTRIBUTES.values() if numbers[column] for line in _refuse(numbers[column], errno.ENOTSUP)
    ]
    lines += [line for numbers in MODES_AND_TIMES.values() if numbers[column] for line in _refuse(numbers[column], 0)]
    lines += _refuse(SOCKETS["socket"][column], errno.EACCES)
    lines += [
        _line(JUMP_EQUAL, SOCKETPAIR[column], 0, 4),
        _line(LOAD, SECOND_ARGUMENT_AT),
        _line(JUMP_BITS, NO_STREAM, 0, 1),
        _line(RETURN, ERRNO | errno.EACCES),
        _line(RETURN, ALLOW),
    ]
    lines += _refuse(CLONE3[column], errno.ENOSYS)  # its flags lie in memory: libraries fall back to clone
    lines += [
        _line(JUMP_EQUAL, CLONE[column], 0, 3),
        _line(LOAD, FIRST_ARGUMENT_AT),
        _line(JUMP_BITS, NEW_NAMESPACES, 0, 1),
        _line(RETURN, ERRNO | errno.EPERM),
        _line(RETURN, ALLOW),
    ]
    return b"".join(lines)


def _refuse(number: int, error: int) -> list[bytes]:
    return [_line(JUMP_EQUAL, number, 0, 1), _line(RETURN, ERRNO | error)]


def _line(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)  # struct sock_filter
