"""What can keep a submission from being graded without being its fault: the course, its data, or the machine."""


class AuthorError(Exception):
    """The course itself is wrong (a check without points, say): nothing can be graded until its author mends it."""


class CheckError(AuthorError):
    """A check falls over one submission, and over the reference, too: this submission cannot be judged, others can."""


class DataError(Exception):
    """The course's data are missing in part or damaged; the text says what to do about it."""


class MachineError(Exception):
    """The machine, and neither the submission nor the course, is in the way: try again, never a mark."""
