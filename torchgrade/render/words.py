"""The words and numbers that every rendering of a report shares."""

from collections.abc import Iterator

from torchgrade.judge.report import Report, Result

WORDS = {
    "passed": "done",
    "failed": "not yet",
    "blocked": "waits",
    "timeout": "too slow",
    "crashed": "crashed",
    "error": "grader error",
    "unreached": "not reached",
}


def number(value: float) -> str:
    """Points without needless decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def printable(text: str) -> str:
    """Text of a submission's without characters that a terminal obeys, or that turn or hide what follows them."""
    return "".join(char if char.isprintable() or char == "\n" else "�" for char in text)


def todo(report: Report) -> list[str]:
    """The functions still to be written, each once, in the order in which the checks met them."""
    return list(dict.fromkeys(result.unfinished.split(": ")[-1] for result in report.results if result.unfinished))


def rows(result: Result, told: set[str], shown: bool = True) -> Iterator[tuple[str, str]]:
    """What stands under a lost point, as (label, text). A named mistake takes the hint's place, in full only once.

    `told` collects the mistakes named so far. Unless `shown`, what a hidden check asked and got stays hidden; a
    mistake's name gives nothing of it away.
    """
    for name in ("where", "expected", "got") if shown else ():
        if value := getattr(result, name):
            yield name, value
    if result.mistakes and told.issuperset(result.mistakes):
        yield "why", "the same mistake as above"
    else:
        labels = ["why", *["or"] * len(result.mistakes)]  # several, where nothing tells them apart
        yield from zip(labels, result.diagnosis, strict=False)
    told.update(result.mistakes)
    if result.hint and not result.mistakes:
        yield "hint", result.hint
