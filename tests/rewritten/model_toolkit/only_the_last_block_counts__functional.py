"""Tools for models of any kind, in a functional style."""

from contextlib import ExitStack
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor, nn, optim


def linear_relu(layer: nn.Linear, x: Tensor) -> Tensor:
    return F.relu(layer(x))


class ResidualBlock(nn.Module):
    def __init__(self, size: int):
        super().__init__()
        self.fc1 = nn.Linear(size, size)
        self.fc2 = nn.Linear(size, size)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.fc2(linear_relu(self.fc1, x)))


class ResidualNet(nn.Module):
    def __init__(self, n_inputs: int, size: int, n_blocks: int, n_outputs: int):
        super().__init__()
        self.inp = nn.Linear(n_inputs, size)
        self.blocks = nn.ModuleList(ResidualBlock(size) for _ in range(n_blocks))
        self.out = nn.Linear(size, n_outputs)

    def forward(self, x: Tensor) -> Tensor:
        h = linear_relu(self.inp, x)
        result = h
        for block in self.blocks:
            result = block(h)
        return self.out(result)


class MultiInputNet(nn.Module):
    def __init__(self, n_first: int = 10, n_second: int = 5, n_hidden: int = 20):
        super().__init__()
        self.branches = nn.ModuleList([nn.Linear(n_first, n_hidden), nn.Linear(n_second, n_hidden)])
        self.out = nn.Linear(n_hidden * 2, 1)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        return self.out(torch.cat(list(map(linear_relu, self.branches, (first, second))), dim=-1))


def count_parameters(model: nn.Module) -> tuple[int, int]:
    count = lambda parameters: sum(map(torch.numel, parameters))
    return count(model.parameters()), count(filter(lambda p: p.requires_grad, model.parameters()))


def freeze(model: nn.Module, prefix: str) -> int:
    found = [p for name, p in model.named_parameters() if name.startswith(prefix)]
    if not found:
        raise ValueError(f"{prefix!r} is the beginning of no parameter's name")
    for p in found:
        p.requires_grad_(False)
    return len(found)


def store(outputs: dict, name: str, module: nn.Module, args: tuple, output: Tensor) -> None:
    outputs[name] = output.detach()


def find(model: nn.Module, name: str) -> nn.Module:
    for other, module in model.named_modules():
        if other == name:
            return module
    raise KeyError(name)


def activations(model: nn.Module, names: list[str], x: Tensor) -> dict[str, Tensor]:
    outputs: dict[str, Tensor] = {}
    with ExitStack() as stack:
        for name in names:
            handle = find(model, name).register_forward_hook(partial(store, outputs, name))
            stack.callback(handle.remove)
        model(x)
    return outputs


def make_optimizer(
    model: nn.Module, name: str = "adam", lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.9
) -> optim.Optimizer:
    makers = {
        "sgd": partial(optim.SGD, momentum=momentum),
        "adam": optim.Adam,
        "adamw": optim.AdamW,
    }
    if name not in makers:
        raise ValueError(f"name must be one of {sorted(makers)}, not {name!r}")
    learning = list(filter(lambda p: p.requires_grad, model.parameters()))
    groups = [
        dict(params=[p for p in learning if p.dim() >= 2], weight_decay=weight_decay),
        dict(params=[p for p in learning if p.dim() < 2], weight_decay=0.0),
    ]
    return makers[name]([group for group in groups if group["params"]], lr=lr)


def factor(epoch: int, warmup: int, step_size: int, gamma: float) -> float:
    return (epoch + 1) / warmup if epoch < warmup else gamma ** ((epoch - warmup) // step_size)


def make_schedule(optimizer: optim.Optimizer, warmup: int = 0, step_size: int = 10, gamma: float = 0.1):
    for group in optimizer.param_groups:
        group.pop("initial_lr", None)  # an older schedule may have left it there
    return optim.lr_scheduler.LambdaLR(optimizer, partial(factor, warmup=warmup, step_size=step_size, gamma=gamma))


def predict(model: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    mode = model.training
    model.eval()
    with torch.no_grad():
        probabilities = F.softmax(model(x), dim=1)
    model.train(mode)
    return probabilities.max(dim=1).indices, probabilities


if __name__ == "__main__":
    from assignments.datasets import spiral_arms

    X, y = spiral_arms()
    x, y = torch.tensor(X.T, dtype=torch.float32), torch.tensor(y)
    torch.manual_seed(0)
    net = ResidualNet(2, 16, n_blocks=2, n_outputs=3)
    print("parameters, and those that learn:", count_parameters(net))

    optimizer = make_optimizer(net, "adamw", lr=0.02, weight_decay=0.01)
    schedule = make_schedule(optimizer, warmup=20, step_size=60, gamma=0.3)
    rates = []
    for _ in range(200):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(net(x), y)
        loss.backward()
        optimizer.step()
        schedule.step()
    classes, probabilities = predict(net, x)
    print(f"right on {(classes == y).float().mean():.1%} of the spiral points, loss {loss.item():.3f}")
    print(f"the least certain answer has a probability of {probabilities.max(dim=1).values.min():.3f}")

    blocks = [name for name, part in net.named_modules() if isinstance(part, ResidualBlock)]
    for name, values in activations(net, blocks, x).items():
        print(f"{name}: {tuple(values.shape)}, {(values > 0).float().mean():.0%} of the values above 0")
    print(f"{freeze(net, blocks[0])} tensors frozen; parameters:", count_parameters(net))
