"""The submission as a check sees it: attribute access and calls that travel to a worker."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from torchgrade.checks.showing import show
from torchgrade.link.failures import Missing, StudentError
from torchgrade.link.wire import Ref


class Asking(Protocol):
    """One worker, for what asks it. What the student's code raises is raised as a `StudentError`."""

    def ask(self, path: str, verb: str, *arguments: object) -> Any:
        """The answer to a request; `path` names it to people."""

    def ask_quietly(self, path: str, verb: str, *arguments: object) -> Any:
        """`ask`, for what belongs in no transcript."""


class Proxy:
    """Something that stayed in a worker. Attributes, calls, items and iteration travel; `path` names it to people."""

    __slots__ = ("_path", "_ref", "_remote")
    _remote: Asking
    _ref: Ref
    _path: str

    def __init__(self, remote: Asking, ref: Ref, path: str):
        object.__setattr__(self, "_remote", remote)
        object.__setattr__(self, "_ref", ref)
        object.__setattr__(self, "_path", path)

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}.{name}"
        try:
            return self._remote.ask(path, "get", self, name)
        except StudentError as error:
            if error.kinds[0] == "AttributeError":
                raise Missing(error.kinds, error.message, error.where) from None
            raise

    def __setattr__(self, name: str, value: object) -> None:
        self._remote.ask(f"{self._path}.{name}", "set", self, name, value)

    def __call__(self, *arguments: object, **options: object) -> Any:
        """What the object gives in its own process."""
        path = f"{self._path}({_in_brackets(arguments, options)})"
        return self._remote.ask(path, "call", self, list(arguments), options)

    def __getitem__(self, key: object) -> Any:
        return self._remote.ask(f"{self._path}[{show(key)}]", "operate", "getitem", [self, key])

    def __len__(self) -> int:
        size = self._remote.ask(f"len({self._path})", "operate", "len", [self])
        return size if isinstance(size, int) and size >= 0 else 0

    def __iter__(self) -> Iterator[Any]:
        steps = self._remote.ask(f"iter({self._path})", "operate", "iter", [self])
        while True:
            try:
                yield self._remote.ask(f"next({self._path})", "operate", "next", [steps])
            except StudentError as error:
                if error.kinds[0] == "StopIteration":
                    return
                raise

    def __repr__(self) -> str:
        return f"<{self._ref.kind} object>"


def _in_brackets(arguments: tuple[object, ...], options: dict[str, object]) -> str:
    """The arguments of a call for people: what fits in a word, dots for the rest."""
    shown = [_in_a_word(value) for value in arguments]
    shown += [f"{name}={_in_a_word(value)}" for name, value in options.items()]
    return ", ".join(shown)


def _in_a_word(value: object) -> str:
    return show(value) if isinstance(value, bool | int | float | str) and len(str(value)) < 24 else "…"


class Module:
    """The submission itself: what it defines, and `torch` in its process.

    `worker()` is the one to ask, `not_there(name, worker)` what is said of a name that the submission should define.
    """

    def __init__(self, worker: Callable[[], Asking], not_there: Callable[[str, Asking], str]):
        self._worker, self._not_there = worker, not_there

    def __getattr__(self, name: str) -> Any:
        worker = self._worker()
        try:
            return worker.ask_quietly(name, "member", name)
        except StudentError as error:
            if error.kinds[0] == "AttributeError":
                raise Missing(error.kinds, self._not_there(name, worker)) from None
            raise

    def _define(self, source: str, name: str) -> Any:
        """What a check lends to the submission, see `torchgrade.checks.lend`."""
        return self._worker().ask_quietly(name, "define", source, name)
