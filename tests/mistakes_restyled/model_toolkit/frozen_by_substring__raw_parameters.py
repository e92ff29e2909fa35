"""Finds the prefix anywhere in the name."""

import math

import numpy as np
import torch
from torch import nn
from torch.optim import lr_scheduler


class Dense(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        bound = math.sqrt(6 / (n_in + n_out))
        self.b = nn.Parameter(torch.zeros(n_out))
        self.W = nn.Parameter(torch.empty(n_in, n_out).uniform_(-bound, bound))

    def forward(self, x):
        return x @ self.W + self.b


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.W1 = nn.Parameter(torch.randn(size, size) / size)
        self.W2 = nn.Parameter(torch.randn(size, size) / size)
        self.b2 = nn.Parameter(torch.zeros(size))
        self.b1 = nn.Parameter(torch.zeros(size))

    def forward(self, x):
        h = x @ self.W1 + self.b1
        h = h * (h > 0)
        h = h @ self.W2 + self.b2 + x
        return h * (h > 0)


class ResidualNet(nn.Module):
    def __init__(self, n_inputs, size, n_blocks, n_outputs):
        super().__init__()
        self.first = Dense(n_inputs, size)
        self.n_blocks = n_blocks
        for i in range(n_blocks):
            self.add_module(f"block{i}", ResidualBlock(size))
        self.last = Dense(size, n_outputs)

    def forward(self, x):
        x = self.first(x).clamp(min=0)
        for i in range(self.n_blocks):
            x = getattr(self, f"block{i}")(x)
        return self.last(x)


class MultiInputNet(nn.Module):
    def __init__(self, n_first=10, n_second=5, n_hidden=20):
        super().__init__()
        self.out = Dense(2 * n_hidden, 1)
        self.left = Dense(n_first, n_hidden)
        self.right = Dense(n_second, n_hidden)

    def forward(self, a, b):
        both = torch.empty(len(a), self.out.W.shape[0], device=a.device)
        half = both.shape[1] // 2
        both[:, :half] = self.left(a)
        both[:, half:] = self.right(b)
        return self.out(torch.maximum(both, torch.zeros_like(both)))


def count_parameters(model):
    different = {id(p): p for p in model.parameters()}.values()
    total = sum(int(np.prod(tuple(p.shape))) for p in different)
    frozen = sum(int(np.prod(tuple(p.shape))) for p in different if not p.requires_grad)
    return total, total - frozen


def freeze(model, prefix):
    names = [name for name, _ in model.named_parameters() if name.find(prefix) >= 0]
    if len(names) == 0:
        raise ValueError(prefix)
    for name in names:
        model.get_parameter(name).requires_grad = False
    return len(names)


def activations(model, names, x):
    modules = {name: dict(model.named_modules())[name] for name in names}
    outputs = {}

    def wrapped(name, forward):
        def call(*args, **kwargs):
            result = forward(*args, **kwargs)
            outputs[name] = result.clone().detach()
            return result

        return call

    for name, module in modules.items():
        module.forward = wrapped(name, module.forward)
    try:
        model(x)
    finally:
        for module in modules.values():
            del module.forward
    return outputs


def make_optimizer(model, name="adam", lr=1e-3, weight_decay=0.0, momentum=0.9):
    decaying, plain = [], []
    for parameter in model.parameters():
        if parameter.requires_grad:
            (decaying if len(parameter.shape) > 1 else plain).append(parameter)
    groups = []
    if decaying:
        groups.append({"params": decaying, "weight_decay": weight_decay})
    if plain:
        groups.append({"params": plain, "weight_decay": 0})
    match name:
        case "sgd":
            return torch.optim.SGD(groups, lr, momentum=momentum, foreach=False)
        case "adam":
            return torch.optim.Adam(groups, lr, foreach=False)
        case "adamw":
            return torch.optim.AdamW(groups, lr, foreach=False)
        case _:
            raise ValueError(name)


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    falling = lr_scheduler.StepLR(optimizer, step_size, gamma)
    if warmup == 0:
        return falling
    # StepLR has set nothing yet: its first rate is the base
    rising = lr_scheduler.LinearLR(optimizer, start_factor=1 / warmup, end_factor=1.0, total_iters=warmup - 1)
    return lr_scheduler.SequentialLR(optimizer, [rising, falling], milestones=[warmup])


def predict(model, x):
    mode = model.training
    model.train(False)
    with torch.no_grad():
        logits = model(x)
    model.train(mode)
    e = torch.exp(logits - logits.amax(dim=1, keepdim=True))
    p = e / e.sum(dim=1, keepdim=True)
    return torch.tensor(np.argmax(p.cpu().numpy(), axis=1), device=x.device), p
