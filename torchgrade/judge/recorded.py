"""The reference's answers and the transcripts of known mistakes as data, for a course that lacks their source.

A recording is `graders/<slug>/recorded.zip`. It knows a few seeds. For each of them it holds what every check asks the
reference, in order, and what came back; a check must therefore ask the same whatever the submission answers. What a
random start drew is not kept: a check that compares what a network answers gives it weights first. Of a call's
arguments only networks may change; the rest (an optimizer, say) stays as it was.
"""

import functools
import json
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

import torch
from torch import nn

from torchgrade.course import Assignment
from torchgrade.errors import AuthorError
from torchgrade.judge.mistakes import Mistake
from torchgrade.judge.settings import Settings
from torchgrade.judge.transcripts import Print, Transcripts, prints, same
from torchgrade.link.wire import WireError, decode, encode

OUTPUT = "a network's output"
CHANGED = "were files of the course changed, or are other versions installed than constraints.txt names?"


class NotRecorded(Exception):
    """A check asked the recording something else than was asked when it was made."""


# ---- what a check sees ----


class Asked(Protocol):
    """Whoever answers for the reference: itself while it is recorded, or its recording."""

    def call(self, path: str, target: Any, *arguments: object, **options: object) -> Any:
        """What target(*arguments, **options) gives; `path` names it."""

    def get(self, path: str, target: object, name: str) -> Any:
        """The attribute of that name."""


class Reference:
    """The reference in one check. Its functions and classes can be called; what they return goes on from there."""

    def __init__(self, asked: Asked, module: ModuleType | None = None):
        self._asked, self._module = asked, module

    def __getattr__(self, name: str) -> Any:
        if name == "torch":
            return torch
        return functools.partial(self._asked.call, name, getattr(self._module, name, None))


class Held:
    """An object of the reference's that is neither plain data nor a network."""

    def __init__(self, asked: Asked, path: str, target: object = None):
        self._asked, self._path, self._target = asked, path, target

    def __getattr__(self, name: str) -> Any:
        return self._asked.get(f"{self._path}.{name}", self._target, name)

    def __call__(self, *arguments: object, **options: object) -> Any:
        """What the object gives."""
        return self._asked.call(f"{self._path}()", self._target, *arguments, **options)


class Network(nn.Module):
    """A network without its code: parameters and buffers by name, all 0 until loaded; what it answers was recorded."""

    def __init__(self, parts: Iterable[tuple[str, list[int], bool]], asked: Asked):
        super().__init__()
        self._output: Callable[..., Any] = lambda *arguments: asked.call(OUTPUT, None, *arguments)
        for name, shape, learned in parts:
            *homes, last = name.split(".")
            home: nn.Module = self
            for part in homes:
                if part not in home._modules:
                    home.add_module(part, nn.Module())
                home = home.get_submodule(part)
            value = torch.zeros(shape)
            home.register_parameter(last, nn.Parameter(value)) if learned else home.register_buffer(last, value)

    def forward(self, *arguments: object) -> Any:
        """What the reference's network answered here."""
        return self._output(*arguments)


def _outline(path: str, arguments: Sequence[object] = (), options: dict[str, object] | None = None) -> Print:
    """A question as plain data by which it is known again, on another machine, too."""
    plain = [_plain(value) for value in arguments]
    return prints([(path, "value", [plain, {name: _plain(value) for name, value in (options or {}).items()}])])[0]


def _plain(value: object) -> object:
    return dict(value.state_dict()) if isinstance(value, nn.Module) else value


def _networks(arguments: Sequence[object], options: dict[str, object]) -> list[nn.Module]:
    return [value for value in (*arguments, *options.values()) if isinstance(value, nn.Module)]


# ---- recording ----


class Recorder:
    """Asks the reference, and notes each question with its answer in `entries`."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self._busy = False

    def call(self, path: str, target: Any, *arguments: object, **options: object) -> Any:
        """What target(*arguments, **options) gives, noted with what became of the networks among the arguments."""
        question, self._busy = _outline(path, arguments, options), True
        try:
            value = target(*arguments, **options)
        finally:
            self._busy = False
        after: list[object] = [
            [network.training, dict(network.state_dict())] for network in _networks(arguments, options)
        ]
        return self._note(question, after, value)

    def get(self, path: str, target: object, name: str) -> object:
        """The attribute of that name, noted."""
        return self._note(_outline(path), [], getattr(target, name))

    def _note(self, question: Print, after: list[object], value: object) -> object:
        """Keeps an answer, as bytes at once, since later calls may change it; returns what the check goes on with."""
        if isinstance(value, nn.Module):
            self.entries.append(encode([question, after, "network", list(_parts(value))]))
            value.register_forward_hook(self._answered)
            return value
        try:
            self.entries.append(encode([question, after, "value", value]))
            return value
        except WireError:
            self.entries.append(encode([question, after, "object", None]))
            return Held(self, question[0], value)

    def _answered(self, network: nn.Module, arguments: Sequence[object], output: object) -> None:
        if not self._busy:  # what the reference's own functions ask of it is their affair
            self._note(_outline(OUTPUT, arguments), [], output)


def _parts(network: nn.Module) -> Iterator[tuple[str, list[int], bool]]:
    learned = dict(network.named_parameters())
    return ((name, list(value.shape), name in learned) for name, value in network.state_dict().items())


# ---- replaying ----


class Replay:
    """Answers for one check from the entries that a `Recorder` made."""

    def __init__(self, check: str, entries: Iterable[bytes]):
        self._check, self._entries = check, iter(entries)

    def call(self, path: str, target: object, *arguments: object, **options: object) -> Any:
        """What came back then; the networks among the arguments become what they became."""
        entry = next(self._entries, None)
        question, after, kind, value = decode(entry) if entry else (["nothing more"], [], "", None)
        if not same([question], [_outline(path, arguments, options)], ()):
            raise NotRecorded(f"{self._check} asks for {path}; recorded was {question[0]}, or other values; {CHANGED}")
        for network, (training, state) in zip(_networks(arguments, options), after, strict=True):
            network.load_state_dict(state)
            network.train(training)
        match kind:
            case "network":
                return Network(value, self)
            case "object":
                return Held(self, path)
        return value

    def get(self, path: str, target: object, name: str) -> Any:
        """What the attribute was then."""
        return self.call(path, target)


@dataclass(frozen=True)
class Recording:
    """One assignment's recording: the seeds it knows, the top-level names of the reference, the known mistakes."""

    path: Path
    seeds: tuple[int, ...]
    names: tuple[str, ...]
    mistakes: tuple[Mistake, ...]

    def reference(self, seed: int, check: str) -> Reference:
        """The reference as a check sees it. An `AuthorError` for a seed that was not recorded."""
        self.require(seed)
        return Reference(Replay(check, decode(self._read(f"answers/{seed}/{check}") or encode([]))))

    def transcripts(self, settings: Settings, name: str, wanted: frozenset[str]) -> Transcripts:
        """The transcripts of a program in these checks, as far as they were recorded."""
        known = json.loads(self._read(f"transcripts/{settings.seed}/{name}.json") or "{}")
        return {check: known[check] for check in wanted if check in known}

    def require(self, seed: int) -> None:
        """An `AuthorError` unless the seed was recorded."""
        if seed not in self.seeds:
            known = " or ".join(map(str, self.seeds))
            raise AuthorError(f"what is right with seed {seed} was not recorded here; take seed {known}")

    def _read(self, member: str) -> bytes | None:
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(member) if member in archive.namelist() else None


def path_of(assignment: Assignment) -> Path:
    """Where an assignment's recording lies, if there is one."""
    return assignment.graders / "recorded.zip"


def find(assignment: Assignment) -> Recording | None:
    """The recording that stands in for the reference's source; None where the source is."""
    path = path_of(assignment)
    return load(path) if path.exists() and not assignment.reference.exists() else None


def load(path: Path) -> Recording:
    """The recording in a file."""
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read("about.json"))
    mistakes = (
        Mistake(m["name"], "", m["message"], tuple(m["fails"]), tuple(m["twins"]), m["see"]) for m in about["mistakes"]
    )
    return Recording(path, tuple(about["seeds"]), tuple(about["names"]), tuple(mistakes))


def draw_seed(assignments: Iterable[Assignment]) -> int:
    """A run's seed: any of 48 bits, or, where recordings stand in for references, one that they all know."""
    known = [set(recording.seeds) for recording in map(find, assignments) if recording]
    return random.SystemRandom().choice(sorted(set.intersection(*known)) if known else range(2**48))
