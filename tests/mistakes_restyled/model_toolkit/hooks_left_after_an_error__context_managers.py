"""The context manager removes its hook only when nothing was raised."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

import torch
import torch.nn.functional as F
from torch import Tensor
from torch.nn import Linear, Module, ModuleList, Parameter
from torch.optim import SGD, Adam, AdamW, Optimizer


class ResidualBlock(Module):
    def __init__(self, size: int, activation: Callable[[Tensor], Tensor] = F.relu) -> None:
        super().__init__()
        self.layers = ModuleList([Linear(size, size), Linear(size, size)])
        self.activation = activation

    def forward(self, x: Tensor) -> Tensor:
        inner, outer = self.layers
        return self.activation(x + outer(self.activation(inner(x))))


class ResidualNet(Module):
    def __init__(self, n_inputs: int, size: int, n_blocks: int, n_outputs: int) -> None:
        super().__init__()
        self.head = Linear(size, n_outputs)
        self.stem = Linear(n_inputs, size)
        self.blocks = ModuleList(ResidualBlock(size) for _ in range(n_blocks))

    def forward(self, x: Tensor) -> Tensor:
        h = F.relu(self.stem(x))
        for block in self.blocks:
            h = block(h)
        return self.head(h)


class MultiInputNet(Module):
    def __init__(self, n_first: int = 10, n_second: int = 5, n_hidden: int = 20) -> None:
        super().__init__()
        self.branches = ModuleList([Linear(n_first, n_hidden), Linear(n_second, n_hidden)])
        self.head = Linear(n_hidden + n_hidden, 1)

    def forward(self, *inputs: Tensor) -> Tensor:
        units = torch.hstack([branch(x) for branch, x in zip(self.branches, inputs, strict=True)])
        return self.head(units.clamp_min(0))


def _sum_of_sizes(parameters: Iterable[Parameter]) -> int:
    return sum(map(torch.numel, parameters))


def count_parameters(model: Module) -> tuple[int, int]:
    return _sum_of_sizes(model.parameters()), _sum_of_sizes(filter(lambda p: p.requires_grad, model.parameters()))


def freeze(model: Module, prefix: str) -> int:
    count = 0
    for name, parameter in model.named_parameters():
        if name[: len(prefix)] == prefix:
            parameter.requires_grad_(False)
            count += 1
    if count == 0:
        raise ValueError(f"nothing begins with {prefix}")
    return count


@contextmanager
def _listening(module: Module, hear: Callable[[Tensor], None]) -> Iterator[None]:
    handle = module.register_forward_hook(lambda _module, _inputs, output: hear(output))
    yield
    handle.remove()


def activations(model: Module, names: list[str], x: Tensor) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    parts = {name: part for name, part in model.named_modules() if name in names}
    for name in names:
        if name not in parts:
            raise KeyError(name)
    with torch.no_grad(), ExitStack() as stack:
        for name, part in parts.items():
            stack.enter_context(_listening(part, lambda output, name=name: found.update({name: output})))
        model(x)
    return found


def make_optimizer(
    model: Module, name: str = "adam", lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.9, **more
) -> Optimizer:
    kinds = {"sgd": (SGD, {"momentum": momentum}), "adam": (Adam, {}), "adamw": (AdamW, {})}
    if name not in kinds:
        raise ValueError(f"{name}: choose one of {sorted(kinds)}")
    kind, options = kinds[name]
    groups = [
        {"params": [parameter], "weight_decay": weight_decay * (parameter.dim() > 1)}
        for parameter in model.parameters()
        if parameter.requires_grad
    ]
    return kind(groups, lr=lr, **options, **more)


class WarmupThenSteps:
    def __init__(self, optimizer: Optimizer, warmup: int, step_size: int, gamma: float) -> None:
        self.optimizer, self.warmup, self.step_size, self.gamma = optimizer, warmup, step_size, gamma
        self.bases = [group["lr"] for group in optimizer.param_groups]
        self.epoch = 0
        self._set()

    def step(self) -> None:
        self.epoch += 1
        self._set()

    def _set(self) -> None:
        late = self.epoch - self.warmup
        share = (self.epoch + 1) / self.warmup if late < 0 else self.gamma ** (late // self.step_size)
        for group, base in zip(self.optimizer.param_groups, self.bases, strict=True):
            group["lr"] = base * share


def make_schedule(optimizer: Optimizer, warmup: int = 0, step_size: int = 10, gamma: float = 0.1) -> WarmupThenSteps:
    return WarmupThenSteps(optimizer, warmup, step_size, gamma)


@contextmanager
def _evaluating(model: Module) -> Iterator[None]:
    modes = {part: part.training for part in model.modules()}
    try:
        yield model.eval()
    finally:
        for part, mode in modes.items():
            part.training = mode


@torch.inference_mode()
def predict(model: Module, x: Tensor) -> tuple[Tensor, Tensor]:
    with _evaluating(model):
        logits = model(x)
    return logits.max(dim=-1).indices, logits.double().softmax(dim=-1)
