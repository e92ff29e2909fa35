"""The data of a course: what its own functions, which course.toml names as "module:function", load and fetch."""

import contextlib
import functools
import importlib
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from torchgrade.errors import AuthorError, DataError

Function = Callable[[str | None], Any]  # of the data root; what it returns is the course's affair


class Data(Protocol):
    """What a course's function loads. A report names the `source`; what is not `official` stands in for the data."""

    @property
    def source(self) -> str:
        """Where it comes from, in a few words."""

    @property
    def official(self) -> bool:
        """Whether these are the data themselves. Only asked where somebody trains on them."""


def data_function(place: str) -> Function:
    """The function at "module:function"; an `AuthorError` where there is none."""
    module, _, name = place.partition(":")
    try:
        found: Function = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise AuthorError(str(error)) from error
    return found


def load_data(loader: Function, root: str | None) -> Data:
    """What a function loads from the data root, once per process. What it raises is a `DataError`."""
    with _its_own_failures():
        loaded: Data = _once(loader, root)
        return loaded


def fetch_data(fetcher: Function, root: str | None) -> str:
    """The sentence that a function returns once it has fetched data into the root. What it raises is a `DataError`."""
    with _its_own_failures():
        return str(fetcher(root))


@functools.cache
def _once(loader: Function, root: str | None) -> Any:
    return loader(root)


@contextlib.contextmanager
def _its_own_failures() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # whatever the course's own function raises: nobody is to be marked for it
        raise DataError(str(error) or type(error).__name__) from error
