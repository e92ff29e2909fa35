"""The submission as a check sees it: attribute access and calls that travel to a worker."""

from collections.abc import Iterator
from typing import Any

from graders import expect
from graders.engine.failures import Missing, StudentError
from graders.engine.wire import Ref


class Proxy:
    """Something that stayed in a worker. Attributes, calls, items and iteration travel; `path` names it to people."""

    __slots__ = ("_path", "_ref", "_remote")

    def __init__(self, remote: Any, ref: Ref, path: str):
        object.__setattr__(self, "_remote", remote)
        object.__setattr__(self, "_ref", ref)
        object.__setattr__(self, "_path", path)

    def _ask(self, path: str, verb: str, *arguments: Any) -> Any:
        return object.__getattribute__(self, "_remote").ask(path, verb, *arguments)

    def __getattr__(self, name: str) -> Any:
        path = f"{self._path}.{name}"
        try:
            return self._ask(path, "get", self, name)
        except StudentError as error:
            if error.kinds[0] == "AttributeError":
                raise Missing(error.kinds, error.message, error.where) from None
            raise

    def __setattr__(self, name: str, value: Any) -> None:
        self._ask(f"{self._path}.{name}", "set", self, name, value)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return self._ask(f"{self._path}({_in_brackets(arguments, options)})", "call", self, list(arguments), options)

    def __getitem__(self, key: Any) -> Any:
        return self._ask(f"{self._path}[{expect.show(key)}]", "operate", "getitem", [self, key])

    def __len__(self) -> int:
        size = self._ask(f"len({self._path})", "operate", "len", [self])
        return size if isinstance(size, int) and size >= 0 else 0

    def __iter__(self) -> Iterator[Any]:
        steps = self._ask(f"iter({self._path})", "operate", "iter", [self])
        while True:
            try:
                yield self._ask(f"next({self._path})", "operate", "next", [steps])
            except StudentError as error:
                if error.kinds[0] == "StopIteration":
                    return
                raise

    def __repr__(self) -> str:
        return f"<{self._ref.kind} object>"


def _in_brackets(arguments: tuple, options: dict[str, Any]) -> str:
    """The arguments of a call for people: what fits in a word, dots for the rest."""
    shown = [_in_a_word(value) for value in arguments]
    shown += [f"{name}={_in_a_word(value)}" for name, value in options.items()]
    return ", ".join(shown)


def _in_a_word(value: Any) -> str:
    return expect.show(value) if isinstance(value, bool | int | float | str) and len(str(value)) < 24 else "…"


class Module:
    """The submission itself: what it defines, and `torch` in its process."""

    def __init__(self, session: Any, remote: Any = None):
        self._session, self._remote = session, remote

    def __getattr__(self, name: str) -> Any:
        remote = self._remote or self._session.main()
        try:
            return remote.ask_quietly(name, "member", name)
        except StudentError as error:
            if error.kinds[0] == "AttributeError":
                raise Missing(error.kinds, self._session.not_there(name, remote)) from None
            raise
