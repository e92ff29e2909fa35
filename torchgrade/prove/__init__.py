"""Proofs: that a course marks what is known as it should, that its thresholds hold, that the walls stand."""
