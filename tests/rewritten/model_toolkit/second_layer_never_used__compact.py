import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR


class ResidualBlock(nn.Module):
    def __init__(self, size: int):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(self.fc1(torch.relu(self.fc1(x))) + x)


class ResidualNet(nn.Sequential):
    def __init__(self, n_inputs: int, size: int, n_blocks: int, n_outputs: int):
        blocks = [ResidualBlock(size) for _ in range(n_blocks)]
        super().__init__(nn.Linear(n_inputs, size), nn.ReLU(), *blocks, nn.Linear(size, n_outputs))


class MultiInputNet(nn.Module):
    def __init__(self, n_first: int = 10, n_second: int = 5, n_hidden: int = 20):
        super().__init__()
        self.a, self.b = nn.Linear(n_first, n_hidden), nn.Linear(n_second, n_hidden)
        self.out = nn.Linear(2 * n_hidden, 1)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        return self.out(torch.cat((self.a(first), self.b(second)), 1).relu())


def count_parameters(model: nn.Module) -> tuple[int, int]:
    return sum(p.numel() for p in model.parameters()), sum(p.numel() for p in model.parameters() if p.requires_grad)


def freeze(model: nn.Module, prefix: str) -> int:
    found = [p.requires_grad_(False) for n, p in model.named_parameters() if n.startswith(prefix)]
    if not found:
        raise ValueError(f"no parameter is called {prefix}...")
    return len(found)


def activations(model: nn.Module, names: list[str], x: Tensor) -> dict[str, Tensor]:
    modules, out = dict(model.named_modules()), {}
    wanted = {n: modules[n] for n in names}  # KeyError for a name that is not there
    handles = [m.register_forward_hook(lambda _m, _i, o, n=n: out.update({n: o.detach()})) for n, m in wanted.items()]
    try:
        model(x)
    finally:
        for h in handles:
            h.remove()
    return out


def make_optimizer(
    model: nn.Module, name: str = "adam", lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.9
) -> torch.optim.Optimizer:
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    if name not in kinds:
        raise ValueError(f"{name!r} is none of {', '.join(kinds)}")
    learning = [p for p in model.parameters() if p.requires_grad]
    groups = [{"params": [p for p in learning if p.ndim > 1], "weight_decay": weight_decay},
              {"params": [p for p in learning if p.ndim <= 1], "weight_decay": 0}]
    return kinds[name](groups, lr=lr, **({"momentum": momentum} if name == "sgd" else {}))


def make_schedule(optimizer: torch.optim.Optimizer, warmup: int = 0, step_size: int = 10, gamma: float = 0.1):
    for group in optimizer.param_groups:
        group["initial_lr"] = group["lr"]
    return LambdaLR(optimizer, lambda e: (e + 1) / warmup if e < warmup else gamma ** ((e - warmup) // step_size))


@torch.no_grad()
def predict(model: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    mode = model.training
    p = model.eval()(x).softmax(1)
    model.train(mode)
    return p.argmax(1), p


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
