"""Nets of single parameters and tools for every net."""

import math

import torch
from torch import Tensor, nn


def matrix(n_in, n_out):
    w = torch.empty(n_in, n_out)
    nn.init.kaiming_uniform_(w.T, a=math.sqrt(5))
    return nn.Parameter(w)


def vector(n_in, n_out):
    bound = 1 / math.sqrt(n_in)
    return nn.Parameter(torch.empty(n_out).uniform_(-bound, bound))


def relu(z):
    return torch.where(z > 0, z, torch.zeros_like(z))


class ResidualBlock(nn.Module):
    def __init__(self, size: int):
        super().__init__()
        self.W1 = matrix(size, size)
        self.b1 = vector(size, size)
        self.W2 = matrix(size, size)
        self.b2 = vector(size, size)

    def forward(self, x: Tensor) -> Tensor:
        h = x @ self.W1 + self.b1
        z = h @ self.W2 + self.b2
        return relu(z + x)


class ResidualNet(nn.Module):
    def __init__(self, n_inputs: int, size: int, n_blocks: int, n_outputs: int):
        super().__init__()
        self.W_in = matrix(n_inputs, size)
        self.b_in = vector(n_inputs, size)
        for i in range(n_blocks):
            self.add_module(f"block{i}", ResidualBlock(size))
        self.n_blocks = n_blocks
        self.W_out = matrix(size, n_outputs)
        self.b_out = vector(size, n_outputs)

    def forward(self, x: Tensor) -> Tensor:
        h = relu(x @ self.W_in + self.b_in)
        for i in range(self.n_blocks):
            h = getattr(self, f"block{i}")(h)
        return h @ self.W_out + self.b_out


class MultiInputNet(nn.Module):
    def __init__(self, n_first: int = 10, n_second: int = 5, n_hidden: int = 20):
        super().__init__()
        self.W1 = matrix(n_first, n_hidden)
        self.b1 = vector(n_first, n_hidden)
        self.W2 = matrix(n_second, n_hidden)
        self.b2 = vector(n_second, n_hidden)
        self.W3 = matrix(2 * n_hidden, 1)
        self.b3 = vector(2 * n_hidden, 1)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        h1 = relu(first @ self.W1 + self.b1)
        h2 = relu(second @ self.W2 + self.b2)
        return torch.concatenate([h1, h2], dim=1) @ self.W3 + self.b3


def count_parameters(model: nn.Module) -> tuple[int, int]:
    sizes = [(math.prod(p.shape), p.requires_grad) for p in model.parameters()]
    return sum(n for n, _ in sizes), sum(n for n, learns in sizes if learns)


def freeze(model: nn.Module, prefix: str) -> int:
    names = [name for name, _ in model.named_parameters() if name[: len(prefix)] == prefix]
    if not names:
        raise ValueError(f"no name begins with {prefix!r}")
    for name in names:
        model.get_parameter(name).requires_grad_(False)
    return len(names)


def activations(model: nn.Module, names: list[str], x: Tensor) -> dict[str, Tensor]:
    result = {}
    hooks = []
    by_name = {name: module for name, module in model.named_modules()}
    try:
        for name in names:
            module = by_name[name]

            def keep(module, inputs, output, name=name):
                result[name] = output.detach().clone()

            hooks.append(module.register_forward_hook(keep))
        model(x)
    finally:
        while hooks:
            hooks.pop().remove()
    return result


def make_optimizer(
    model: nn.Module, name: str = "adam", lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.9
) -> torch.optim.Optimizer:
    groups = []
    for p in model.parameters():  # a group for each parameter
        if p.requires_grad:
            groups.append({"params": [p], "weight_decay": weight_decay if len(p.shape) >= 2 else 0.0})
    if name == "sgd":
        return torch.optim.SGD(groups, lr=lr, momentum=momentum)
    if name == "adam":
        return torch.optim.Adam(groups, lr=lr)
    if name == "adamw":
        return torch.optim.AdamW(groups, lr=lr)
    raise ValueError(f"I only know sgd, adam and adamw, not {name}")


def make_schedule(optimizer: torch.optim.Optimizer, warmup: int = 0, step_size: int = 10, gamma: float = 0.1):
    bases = [group["lr"] for group in optimizer.param_groups]

    class Schedule:
        epoch = 0

        def apply(self):
            e = self.epoch
            for group, base in zip(optimizer.param_groups, bases):
                if e < warmup:
                    group["lr"] = base * (e + 1) / warmup
                else:
                    group["lr"] = base * gamma ** ((e - warmup) // step_size)

        def step(self):
            self.epoch += 1
            self.apply()

    schedule = Schedule()
    schedule.apply()
    return schedule


def predict(model: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    training = model.training
    model.eval()
    try:
        with torch.no_grad():
            z = model(x)
    finally:
        model.train(training)
    z = z - z.max(dim=1, keepdim=True).values
    e = torch.exp(z)
    p = e / e.sum(dim=1, keepdim=True)
    return p.argmax(dim=1), p


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
