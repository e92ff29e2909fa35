"""Opens a secret file by the C library, past everything that Python could watch or replace."""
import ctypes

LOST = set()

libc = ctypes.CDLL(None, use_errno=True)
text = ctypes.create_string_buffer(100)
descriptor = libc.open(b"{SECRET}", 0)
if descriptor >= 0:
    libc.read(descriptor, text, 99)
    raise RuntimeError(text.value.decode())
