"""Judges one submission against one assignment: the submission in one process, the judge in another."""
