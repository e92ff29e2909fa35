"""Nests folders thousands deep. A watcher or a clean-up that recurses would fall over."""
import os
import time

LOST = "all"
SAYS = "nested more than 64 folders"

home = os.getcwd()
for _ in range(3000):
    os.mkdir("d")
    os.chdir("d")
os.chdir(home)
time.sleep(2)
