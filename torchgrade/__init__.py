"""An autograder that judges programs from outside: checks in one process, the submission in another."""

__version__ = "0.2.0"
