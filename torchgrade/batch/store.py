"""What a run has found so far, in SQLite: each result is committed as soon as it is there."""

import json
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from torchgrade.judge.report import Report, from_json, to_json

SCHEMA = """
CREATE TABLE IF NOT EXISTS results (key TEXT PRIMARY KEY, report TEXT NOT NULL, times INTEGER NOT NULL,
                                    finished TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS failures (key TEXT PRIMARY KEY, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class StoreError(Exception):
    """The folder for the results cannot be used; the text says why."""


class Store:
    """The results of one output folder, for one run at a time.

    A second run on the same folder gets a `StoreError`: both would judge the same work.
    """

    def __init__(self, folder: Path):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock = sqlite3.connect(folder / "lock.sqlite", timeout=0, isolation_level=None)
            self._lock.execute("BEGIN EXCLUSIVE")  # let go by the system, however this process ends
            self._database = sqlite3.connect(folder / "results.sqlite", isolation_level=None)
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.executescript(SCHEMA)
        except sqlite3.OperationalError as error:
            raise StoreError(f"{folder} is in use by another run, or cannot be written ({error})") from error
        except (OSError, sqlite3.DatabaseError) as error:
            raise StoreError(f"{folder} cannot hold results ({error}): name another folder") from error

    def close(self) -> None:
        """Lets another run have the folder."""
        self._database.close()
        self._lock.close()

    def fact(self, name: str) -> str | None:
        """What was kept under this name by this run or an earlier one."""
        row = self._database.execute("SELECT value FROM facts WHERE name = ?", [name]).fetchone()
        return row[0] if row else None

    def keep_fact(self, name: str, value: str) -> None:
        """Something about the run, in place of what had that name."""
        self._database.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", [name, value])

    def keys(self) -> set[str]:
        """What need not be judged again."""
        return {key for (key,) in self._database.execute("SELECT key FROM results")}

    def report(self, key: str) -> Report | None:
        """The result of this key, where there is one."""
        row = self._database.execute("SELECT report FROM results WHERE key = ?", [key]).fetchone()
        return from_json(json.loads(row[0])) if row else None

    def keep(self, key: str, report: Report) -> None:
        """A result, for good; how many times this very work was judged is counted."""
        self._database.execute(
            "INSERT INTO results (key, report, times) VALUES (?, ?, 1) "
            "ON CONFLICT (key) DO UPDATE SET report = excluded.report, times = times + 1",
            [key, json.dumps(to_json([report])["assignments"][0])],
        )
        self._database.execute("DELETE FROM failures WHERE key = ?", [key])

    def failure(self, key: str) -> str:
        """Why the machine could not judge this, "" unless that is so."""
        row = self._database.execute("SELECT reason FROM failures WHERE key = ?", [key]).fetchone()
        return row[0] if row else ""

    def keep_failure(self, key: str, reason: str) -> None:
        """Why the machine could not judge this; the next run tries again."""
        self._database.execute("INSERT OR REPLACE INTO failures VALUES (?, ?)", [key, reason])

    def forget(self, keys: Iterable[str]) -> None:
        """Results that are to be judged again."""
        self._database.executemany("DELETE FROM results WHERE key = ?", [(key,) for key in keys])
