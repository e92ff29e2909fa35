"""The reference, whose functions are asked the same only once.

Every submission of a run is judged with the same draws, and a known mistake, too: so the reference gets the same
questions again and again, and most of a judge's own time goes into its training runs.
"""

import functools
import hashlib
from collections.abc import Callable
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import torch
from torch import nn

from torchgrade.link.wire import WireError, decode, encode

Memory = dict[bytes, bytes]  # digest of a question -> the answer, and what became of the networks that were asked about
LARGEST = 4 * 2**20  # bytes of an answer that is kept


@functools.lru_cache(maxsize=8)
def memory(reference: Path, source: str, seed: int) -> Memory:
    """What this process remembers of a reference with this source, in a run with this seed."""
    return {}


class Remembered:
    """The reference as one check sees it: its functions answer from memory where all that they depend on is the same.

    That is the check, how many calls went before, the random state, and the arguments: plain data, tensors, and
    networks with their layers, values and modes. A call with anything else (a loader, an optimizer) is always made.
    """

    def __init__(self, module: ModuleType, known: Memory, check: str):
        self._module, self._known, self._check, self._count = module, known, check, 0

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._module, name)
        return functools.partial(self._call, name, value) if isinstance(value, FunctionType) else value

    def _call(self, name: str, function: Callable[..., object], *arguments: object, **options: object) -> Any:
        self._count += 1
        networks = [value for value in (*arguments, *options.values()) if isinstance(value, nn.Module)]
        try:
            question = encode(
                [
                    self._check,
                    self._count,
                    name,
                    torch.get_rng_state(),
                    list(map(_plain, arguments)),
                    {option: _plain(value) for option, value in options.items()},
                ]
            )
        except WireError:
            return function(*arguments, **options)
        digest = hashlib.sha256(question).digest()
        if digest not in self._known:
            return self._note(digest, function(*arguments, **options), networks)
        value, after, random = decode(self._known[digest])
        for network, (modes, state) in zip(networks, after, strict=True):
            _become(network, modes, state)
        torch.set_rng_state(random)
        return value

    def _note(self, digest: bytes, value: object, networks: list[nn.Module]) -> object:
        """Keeps an answer as bytes, since later calls may change it; one that is no plain data is not kept."""
        try:
            answer = encode([value, [_modes_and_state(network) for network in networks], torch.get_rng_state()])
        except WireError:
            return value
        if len(answer) <= LARGEST:
            self._known[digest] = answer
        return value


def forgetful(reference: object) -> object:
    """The reference itself, where it is to behave like a submission: its functions are asked each time."""
    return reference._module if isinstance(reference, Remembered) else reference


def _plain(value: object) -> object:
    return [repr(value), *_modes_and_state(value)] if isinstance(value, nn.Module) else value


def _modes_and_state(network: nn.Module) -> list[object]:
    return [[part.training for part in network.modules()], dict(network.state_dict())]


def _become(network: nn.Module, modes: list[bool], state: dict[str, torch.Tensor]) -> None:
    network.load_state_dict(state)
    for part, training in zip(network.modules(), modes, strict=True):
        part.training = training
