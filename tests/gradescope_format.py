"""The form of Gradescope's results.json, from its documentation, as a check that names what is wrong."""

from collections.abc import Iterator
from typing import Any

NUMBER, TEXT = (int, float), str
VISIBILITY = {"hidden", "after_due_date", "after_published", "visible"}
FORMAT = {"text", "html", "simple_format", "md", "ansi"}
TOP = {
    "score": NUMBER,
    "execution_time": NUMBER,
    "output": TEXT,
    "output_format": FORMAT,
    "test_output_format": FORMAT,
    "test_name_format": FORMAT,
    "visibility": VISIBILITY,
    "stdout_visibility": VISIBILITY,
    "extra_data": dict,
    "tests": list,
    "leaderboard": list,
}
TEST = {
    "score": NUMBER,
    "max_score": NUMBER,
    "status": {"passed", "failed"},
    "name": TEXT,
    "name_format": FORMAT,
    "number": TEXT,
    "output": TEXT,
    "output_format": FORMAT,
    "tags": list,
    "visibility": VISIBILITY,
    "extra_data": dict,
}


def problems(results: Any) -> list[str]:
    """A sentence for each thing that the published format does not allow; none where all is well."""
    if not isinstance(results, dict):
        return ["the file holds no object"]
    found = list(_odd(results, TOP, "results"))
    tests = results.get("tests", [])
    for number, test in enumerate(tests):
        found += _odd(test, TEST, f"test {number}")
        found += [f"test {number}: a tag is no text" for tag in test.get("tags", []) if not isinstance(tag, str)]
    if "score" not in results and not (tests and all("score" in test for test in tests)):
        found.append("neither the whole nor each test has a score")
    return found


def _odd(found: dict[str, Any], allowed: dict[str, Any], where: str) -> Iterator[str]:
    for key, value in found.items():
        kind = allowed.get(key)
        if kind is None:
            yield f"{where}: there is no key {key}"
        elif isinstance(kind, set) and value not in kind:
            yield f"{where}: {key} is {value!r}"
        elif not isinstance(kind, set) and (not isinstance(value, kind) or isinstance(value, bool)):
            yield f"{where}: {key} is of type {type(value).__name__}"
