"""What Gradescope runs, as root: locks what only root needs, lets an ordinary user judge, and keeps results.json.

    run_autograder ──> supervise (root, standard library only)
                          └─ as torchgrade: judging, the server of workers ──> workers, behind the walls

The judge writes no file. After each check it prints all results so far as one line, and this program puts them in the
place of results.json in one step. It ends the judge in time: a run that Gradescope has to end is worth 0 points.
"""

import json
import os
import pwd
import selectors
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COULD_NOT_GRADE = 2
LONGEST_LINE = 16 * 2**20  # bytes
CODE = """\
import sys
sys.path.insert(0, {source!r})
from torchgrade.publish.autograder import judging
judging.main({source!r}, {submission!r})
"""
ENVIRONMENT = {"PATH": os.defpath, "LANG": "C.UTF-8", "MPLBACKEND": "Agg", "OMP_WAIT_POLICY": "PASSIVE"}


def main() -> int:
    """Marks what lies in submission/; exit code 2, and no results.json, where no mark can be given."""
    started = time.monotonic()
    place = Path(os.environ.get("AUTOGRADER", "/autograder")).resolve()
    config = tomllib.loads((place / "source" / "gradescope.toml").read_text())
    results = place / "results" / "results.json"
    results.unlink(missing_ok=True)
    judge = _judge(place, config)
    until = started + config["limit_seconds"] - reserve(config["limit_seconds"])
    for line in _lines(judge, until):
        write(line, results)
    code = judge.poll()
    if code is None:  # out of time: what has been written stands
        _end(judge)
    elif code != 0:
        results.unlink(missing_ok=True)
    if code or not results.exists():
        print(f"could not grade, so there is no mark: see above (the judge ended with {code})", file=sys.stderr)
        return COULD_NOT_GRADE
    return 0


def reserve(limit: float) -> float:
    """Seconds of Gradescope's limit that are left to it: it counts the container's start and the upload as well."""
    return min(30.0, limit / 4)


def _judge(place: Path, config: dict[str, Any]) -> subprocess.Popen[bytes]:
    """Starts the judge as the user in the configuration; where this is not root, as whoever runs it."""
    code = CODE.format(source=str(place / "source"), submission=str(place / "submission"))
    user = _lock(place, config["user"]) if os.geteuid() == 0 else {}
    return subprocess.Popen(
        [sys.executable, "-I", "-B", "-c", code],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
        **user,
    )


def _lock(place: Path, name: str) -> dict[str, Any]:
    """Keeps the judge's user from all but reading the course and the submission; what makes a process that user."""
    account = pwd.getpwnam(name)
    (place / "results").chmod(0o700)
    if (metadata := place / "submission_metadata.json").exists():
        metadata.chmod(0o600)  # names, addresses, and the hidden checks of earlier submissions
    os.chown(place / "source", 0, account.pw_gid)
    (place / "source").chmod(0o750)
    # An archive may hold files that nobody may read. Links are left alone, and never followed by the judge either.
    subprocess.run(["chmod", "-R", "u=rwX,go=rX", str(place / "submission")], check=True)
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": [], "umask": 0o077}


def _lines(judge: subprocess.Popen[bytes], until: float) -> Iterator[bytes]:
    """What the judge prints, line by line, until it hangs up or a time of `time.monotonic`."""
    assert judge.stdout is not None
    pipe, rest = judge.stdout.fileno(), b""
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while selector.select(max(0.0, until - time.monotonic())):
            if not (data := os.read(pipe, 65536)):
                judge.wait()
                return
            *whole, rest = (rest + data).split(b"\n")
            yield from whole
            if len(rest) > LONGEST_LINE:
                return


def _end(judge: subprocess.Popen[bytes]) -> None:
    """Ends the judge; its server and the keepers end themselves, and the workers, when it is gone."""
    os.killpg(judge.pid, signal.SIGKILL)
    judge.wait()


def write(line: bytes, path: Path) -> None:
    """Puts one line of JSON in the place of a file, whole or not at all."""
    results = json.loads(line)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".writing-", delete=False) as file:
        json.dump(results, file, indent=1)
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


if __name__ == "__main__":
    sys.exit(main())
