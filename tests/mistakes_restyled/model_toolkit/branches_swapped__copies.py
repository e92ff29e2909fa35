"""Puts the second branch in front."""

import copy

import torch
from torch import nn
from torch.optim.lr_scheduler import LRScheduler


def mlp(*sizes):
    layers = []
    for n_in, n_out in zip(sizes, sizes[1:], strict=False):
        layers += [nn.Linear(n_in, n_out), nn.ReLU(inplace=False)]
    return nn.Sequential(*layers[:-1])


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.path = mlp(size, size, size)

    def forward(self, x):
        return torch.relu(self.path(x).add(x))


class ResidualNet(nn.Sequential):
    def __init__(self, n_inputs, size, n_blocks, n_outputs):
        blocks = (ResidualBlock(size) for _ in range(n_blocks))
        super().__init__(nn.Linear(n_inputs, size), nn.ReLU(), *blocks, nn.Linear(size, n_outputs))


class MultiInputNet(nn.Module):
    def __init__(self, n_first=10, n_second=5, n_hidden=20, n_outputs=1):
        super().__init__()
        self.sides = nn.ModuleDict({"first": mlp(n_first, n_hidden), "second": mlp(n_second, n_hidden)})
        self.end = nn.Linear(2 * n_hidden, n_outputs)

    def forward(self, first, second):
        units = [torch.relu(self.sides["second"](second)), torch.relu(self.sides["first"](first))]
        return self.end(torch.concat(units, -1))


def count_parameters(model):
    values = list(model.parameters())
    return [sum(p.nelement() for p in values), sum(p.nelement() * p.requires_grad for p in values)]


def freeze(model, prefix):
    chosen = dict(filter(lambda pair: pair[0].startswith(prefix), model.named_parameters()))
    if not chosen:
        raise ValueError(f"{prefix!r} begins no name")
    nn.ParameterList(chosen.values()).requires_grad_(False)
    return len(chosen)


def activations(model, names, x):
    twin = copy.deepcopy(model).requires_grad_(False)
    for name in names:
        if name not in dict(twin.named_modules()):
            raise KeyError(f"{name} is no module of {type(model).__name__}")
    kept = {}
    for name, module in twin.named_modules():
        module.register_forward_hook(lambda _, __, output, name=name: kept.__setitem__(name, output))
    twin(x)
    return {name: kept[name] for name in names}


def make_optimizer(model, name="adam", lr=1e-3, weight_decay=0.0, momentum=0.9):
    by_name = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    try:
        kind = by_name[name]
    except KeyError:
        raise ValueError(f"no optimizer is called {name}") from None
    matrices = {id(p) for p in model.parameters() if p.ndim > 1}
    learning = [p for p in model.parameters() if p.requires_grad]
    optimizer = (
        kind([p for p in learning if id(p) in matrices], lr=lr, weight_decay=weight_decay)
        if any(id(p) in matrices for p in learning)
        else kind(learning, lr=lr, weight_decay=0.0)
    )
    rest = [p for p in learning if id(p) not in matrices]
    if rest and len(rest) < len(learning):
        optimizer.add_param_group({"params": rest, "weight_decay": 0.0})
    if name == "sgd":
        for group in optimizer.param_groups:
            group["momentum"] = momentum
    return optimizer


class Schedule(LRScheduler):
    def __init__(self, optimizer, warmup, step_size, gamma):
        self.warmup, self.step_size, self.gamma = warmup, step_size, gamma
        super().__init__(optimizer)

    def get_lr(self):
        e = self.last_epoch
        if e < self.warmup:
            return [base / self.warmup * (e + 1) for base in self.base_lrs]
        return [base * self.gamma ** ((e - self.warmup) // self.step_size) for base in self.base_lrs]


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    return Schedule(optimizer, warmup, step_size, gamma)


def predict(model, x):
    probe = copy.deepcopy(model).eval()
    p = probe(x).detach().log_softmax(1).exp()
    return p.argmax(1), p
