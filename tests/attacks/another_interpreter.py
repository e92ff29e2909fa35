"""Starts a second Python without the patches and hooks of this one, to look around from there."""
import subprocess
import sys

LOST = {"test_doubles"}


def double(x):
    code = "import socket; print(open('{SECRET}').read()); socket.create_connection(('127.0.0.1', {PORT}))"
    told = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, timeout=3)
    raise RuntimeError(told.stdout.decode())
