"""Late days, from a CSV of times: how many days after the due time each student handed in, begun days in full."""

import math
from collections.abc import Mapping
from datetime import datetime, timedelta

from torchgrade.intake.roster import Roster, RosterError

TIME_COLUMNS = ("submitted", "submitted at", "submission time", "time", "date", "timestamp")
DAY = timedelta(days=1)


def late_days(times: Roster, due: datetime, name: str, sid: str, email: str) -> int | None:
    """Begun days between `due` and the student's time; 0 when in time, None when the file has no time for them.

    Times are ISO 8601, in this machine's time zone where they name none; a `RosterError` for anything else.
    """
    student, _ = times.find(name=name, sid=sid, email=email)
    text = _time(student.columns) if student else ""
    return max(0, math.ceil((_parsed(text) - due.astimezone()) / DAY)) if text else None


def _time(columns: Mapping[str, str]) -> str:
    cells = {name.casefold(): cell for name, cell in columns.items()}
    return next((cells[column] for column in TIME_COLUMNS if cells.get(column)), "")


def _parsed(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text.strip()).astimezone()
    except ValueError as error:
        raise RosterError(f"{text!r} is no time: write it as 2026-11-20T23:59 or 2026-11-20 23:59:00+01:00") from error
