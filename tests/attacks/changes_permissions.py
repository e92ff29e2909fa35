"""Changes mode, owner, times and attributes of files outside its folder. It could lock the grader out, or let others in."""
import contextlib
import os

LOST = set()

for name in ("{OUTSIDE}/kept.txt", "{OUTSIDE}", "{SECRET}"):
    for attempt in (lambda: os.chmod(name, 0o777), lambda: os.utime(name, (1, 1)), lambda: os.chown(name, 1, 1),
                    lambda: os.lchown(name, 1, 1), lambda: os.setxattr(name, "user.note", b"x"),
                    lambda: os.chmod(os.path.basename(name), 0o777, dir_fd=os.open("{FOLDER}", os.O_PATH))):
        with contextlib.suppress(OSError):
            attempt()
