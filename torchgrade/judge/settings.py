"""How a run judges, as plain data, apart from the judge: a run with nothing left to judge need not load torch."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """How to judge: the run's seed; device, threads and walls of the workers; the data root.

    `load_seconds` is the deadline of a submission's top level; `only` restricts a run to the checks of those names;
    `diagnose` names mistakes; `debug` stops in a check that fails.
    """

    seed: int = 0
    device: str = "cpu"
    threads: int = 1
    walls: bool = True
    data: str | None = None
    load_seconds: float = 30.0
    only: frozenset[str] = frozenset()
    diagnose: bool = True
    debug: bool = False
