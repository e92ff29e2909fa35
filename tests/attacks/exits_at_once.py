"""Ends its process while it is imported. Checks that never ran would not be seen to fail."""
import os

LOST = "all"
SAYS = "ended itself, as os._exit(0) does"

os._exit(0)
