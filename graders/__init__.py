"""The autograder of a first course in neural networks."""

__version__ = "0.1.0"
