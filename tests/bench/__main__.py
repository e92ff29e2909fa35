"""Measures what the project promises about one submission, for docs/benchmarks.md. Run it with `make bench`."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import torch
from torch.utils.data import DataLoader

from assignments import datasets, mnist_files
from tests.bench.bench_report import Row, put, section
from tests.conftest import COURSE
from torchgrade.intake.reading import handed_in
from torchgrade.judge.judging import judge
from torchgrade.judge.session import Isolated
from torchgrade.judge.settings import Settings
from torchgrade.link.server import Limits
from torchgrade.submission import Submission
from torchgrade.worker.forkserver import ForkServer

SAME = Submission((("bench.py", "def same(x):\n    return x\n"),))


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def demo() -> Iterator[Row]:
    """The references, marked as a newcomer would."""
    for name, data, promised in (("MNIST", None, "120 s"), ("the stand-in", os.devnull, "45 s")):
        if data is None and datasets.images().source != datasets.MNIST:
            yield f"make demo on {name}", "no MNIST on this machine", promised
            continue
        command = [sys.executable, "-m", "torchgrade", "check", "reference", *(["--data", data] if data else [])]
        wall = seconds(lambda command=command: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))
        yield f"`make demo` on {name}", f"{wall:.0f} s", promised


def workers(server: ForkServer) -> Iterator[Row]:
    """From the request to the first answer, median of 50, walls up and down in turn."""
    taken: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(50):
        for walls in taken:
            taken[walls].append(_one_worker(server, walls))
    up, down = (statistics.median(taken[walls]) * 1000 for walls in (True, False))
    yield "a worker, from request to first answer", f"{up:.0f} ms", "60 ms"
    yield "of which the walls", f"{up - down:.0f} ms", "30 ms"


def _one_worker(server: ForkServer, walls: bool) -> float:
    """The seconds until the answer; ending the worker is not part of them."""
    started = time.perf_counter()
    session = Isolated(server, "bench", SAME, Limits(walls=walls), "cpu", load_seconds=30)
    session.begin(seed=1, seconds=30)
    assert session.student().same(1) == 1
    taken = time.perf_counter() - started
    session.close()
    return taken


def calls(server: ForkServer) -> Iterator[Row]:
    """One call that carries next to nothing, and one that carries images."""
    session = Isolated(server, "bench", SAME, Limits(), "cpu", load_seconds=30)
    session.begin(seed=1, seconds=300)
    same, images = session.student().same, torch.rand(10_000, 1, 28, 28)
    each = seconds(lambda: [same(1.5) for _ in range(5000)]) / 5000
    yield "a proxied call", f"{each * 1e6:.0f} µs", "100 µs"
    there_and_back = statistics.median(seconds(lambda: same(images)) for _ in range(5))
    yield "10,000 images there and back (31 MB)", f"{there_and_back:.2f} s", ""
    session.close()


def loading() -> Iterator[Row]:
    """MNIST as tensors straight from its files, against one pass of the usual pipeline."""
    from torchvision.datasets import MNIST
    from torchvision.transforms import ToTensor

    root = mnist_files.data_root()
    if datasets.images().source != datasets.MNIST:
        yield "MNIST to tensors", "no MNIST on this machine", "4 times faster"
        return
    ours = statistics.median(seconds(lambda: datasets.mnist(root)) for _ in range(3))
    usual = DataLoader(MNIST(root, train=True, transform=ToTensor()), batch_size=64)
    theirs = seconds(lambda: [None for _ in usual])
    yield (
        "MNIST to tensors, against one DataLoader pass with ToTensor",
        f"{ours:.2f} s, {theirs / ours:.0f} times faster",
        "4",
    )


def spiral(server: ForkServer) -> Iterator[Row]:
    """What judging costs beside what the submission itself computes."""
    assignment = COURSE.assignment("spiral")
    judge(assignment, handed_in(assignment), Settings(1), server)
    report = judge(assignment, handed_in(assignment), Settings(1), server)
    yield "spiral: wall time", f"{report.seconds:.2f} s", ""
    yield (
        "spiral: beside the submission's own processor time",
        f"{report.seconds - report.student_seconds:.2f} s",
        "0.6 s",
    )


def main() -> None:
    server = ForkServer(COURSE)
    rows = [*workers(server), *calls(server), *spiral(server), *loading(), *demo()]
    server.close()
    text = section("One submission", "One judge, with nothing beside it.", rows)
    put(text)
    print(text)


if __name__ == "__main__":
    main()
