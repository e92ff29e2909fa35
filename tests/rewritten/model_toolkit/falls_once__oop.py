"""Residual and two-input nets, and tools for models of any kind."""

import torch
from torch import Tensor, nn


class ResidualBlock(nn.Module):
    def __init__(self, size: int):
        super().__init__()
        self.path = nn.Sequential(nn.Linear(size, size), nn.ReLU(), nn.Linear(size, size))

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.path(x) + x)


class ResidualNet(nn.Module):
    def __init__(self, n_inputs: int, size: int, n_blocks: int, n_outputs: int):
        super().__init__()
        self.stem = nn.Sequential(nn.Linear(n_inputs, size), nn.ReLU())
        self.body = nn.Sequential(*(ResidualBlock(size) for _ in range(n_blocks)))
        self.head = nn.Linear(size, n_outputs)

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.body(self.stem(x)))


class Branch(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.linear = nn.Linear(n_in, n_out)

    def forward(self, x):
        return torch.relu(self.linear(x))


class MultiInputNet(nn.Module):
    def __init__(self, n_first: int = 10, n_second: int = 5, n_hidden: int = 20):
        super().__init__()
        self.first = Branch(n_first, n_hidden)
        self.second = Branch(n_second, n_hidden)
        self.head = nn.Linear(n_hidden + n_hidden, 1)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        return self.head(torch.hstack([self.first(first), self.second(second)]))


class ParameterCount:
    def __init__(self, model: nn.Module):
        unique = {id(p): p for p in model.parameters()}.values()
        self.total = sum(p.numel() for p in unique)
        self.trainable = sum(p.numel() for p in unique if p.requires_grad)


def count_parameters(model: nn.Module) -> tuple[int, int]:
    counted = ParameterCount(model)
    return counted.total, counted.trainable


def freeze(model: nn.Module, prefix: str) -> int:
    matching = {name: p for name, p in model.named_parameters() if name.startswith(prefix)}
    if len(matching) == 0:
        raise ValueError(f"nothing to freeze under {prefix!r}")
    for p in matching.values():
        p.requires_grad = False
    return len(matching)


class Recorder:
    """Context manager: listens to the given submodules as long as it is open."""

    def __init__(self, modules: dict[str, nn.Module]):
        self.modules = modules
        self.outputs: dict[str, Tensor] = {}
        self.handles = []

    def listener(self, name):
        def listen(module, args, output):
            self.outputs[name] = output.detach()

        return listen

    def __enter__(self):
        for name, module in self.modules.items():
            self.handles.append(module.register_forward_hook(self.listener(name)))
        return self

    def __exit__(self, *error):
        for handle in self.handles:
            handle.remove()
        return False


def activations(model: nn.Module, names: list[str], x: Tensor) -> dict[str, Tensor]:
    everything = dict(model.named_modules())
    with Recorder({name: everything[name] for name in names}) as recorder:
        model(x)
    return recorder.outputs


class OptimizerFactory:
    KINDS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}

    def __init__(self, name: str, lr: float, weight_decay: float, momentum: float):
        if name not in self.KINDS:
            raise ValueError(f"no optimizer is called {name!r}")
        self.kind = self.KINDS[name]
        self.weight_decay = weight_decay
        self.options = {"lr": lr}
        if name == "sgd":
            self.options["momentum"] = momentum

    def groups(self, model: nn.Module):
        decay, rest = [], []
        for p in model.parameters():
            if p.requires_grad:
                (decay if p.dim() > 1 else rest).append(p)
        result = []
        if decay:
            result.append({"params": decay, "weight_decay": self.weight_decay})
        if rest:
            result.append({"params": rest, "weight_decay": 0.0})
        return result

    def build(self, model: nn.Module) -> torch.optim.Optimizer:
        return self.kind(self.groups(model), **self.options)


def make_optimizer(
    model: nn.Module, name: str = "adam", lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.9
) -> torch.optim.Optimizer:
    return OptimizerFactory(name, lr, weight_decay, momentum).build(model)


class WarmupThenSteps:
    """The rate rises for `warmup` epochs and falls by gamma after step_size more."""

    def __init__(self, optimizer, warmup: int, step_size: int, gamma: float):
        self.optimizer = optimizer
        self.bases = [group["lr"] for group in optimizer.param_groups]
        self.warmup = warmup
        self.step_size = step_size
        self.gamma = gamma
        self.epoch = -1
        self.step()

    def rate(self, base: float) -> float:
        if self.epoch < self.warmup:
            return base * (self.epoch + 1) / self.warmup
        if self.epoch < self.warmup + self.step_size:
            return base
        return base * self.gamma

    def step(self) -> None:
        self.epoch += 1
        for group, base in zip(self.optimizer.param_groups, self.bases):
            group["lr"] = self.rate(base)


def make_schedule(optimizer: torch.optim.Optimizer, warmup: int = 0, step_size: int = 10, gamma: float = 0.1):
    return WarmupThenSteps(optimizer, warmup, step_size, gamma)


class EvalMode:
    def __init__(self, model: nn.Module):
        self.model = model

    def __enter__(self):
        self.before = self.model.training
        self.model.eval()

    def __exit__(self, *error):
        self.model.train(self.before)


def predict(model: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    with EvalMode(model), torch.no_grad():
        logits = model(x)
    return logits.argmax(dim=-1), logits.softmax(dim=-1)


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
