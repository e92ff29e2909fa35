"""The command line: one file per command, which parses, calls, prints and sets the exit code."""
