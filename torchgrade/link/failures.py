"""How a submission can end a check: it raised, it was late, its process ended."""

from typing import Literal


class SubmissionFailure(Exception):
    """The submission, and neither the check nor the machine, ended a check. `outcome` is what the report says."""

    outcome: Literal["failed", "timeout", "crashed"] = "failed"


class StudentError(SubmissionFailure):
    """The student's code raised. `kinds` are the exception's class names, the most special first."""

    def __init__(self, kinds: list[str], message: str, where: str = ""):
        super().__init__(message)
        self.kinds, self.message, self.where = kinds, message, where


class Missing(StudentError, AttributeError):
    """The submission, or an object of it, has no such name."""


class Overdue(SubmissionFailure):
    """No answer by the check's deadline."""

    outcome = "timeout"


class WorkerEnded(SubmissionFailure):
    """The process that ran the submission ended in the middle of a check, or answered what is no answer."""

    outcome = "crashed"
