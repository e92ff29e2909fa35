"""Restores what `named_parameters` names."""

import torch
import torch.nn.functional as F
from torch import nn


class _Raw(nn.Module):
    def __init__(self, n_in, n_hidden, n_out, p=0.0, normalise=False):
        super().__init__()
        self.p, self.normalise = p, normalise
        self.out_bias = nn.Parameter(torch.zeros(n_out))
        self.V = nn.Parameter(torch.randn(n_hidden, n_hidden) / n_hidden**0.5)  # used as h @ V
        self.U = nn.Parameter(torch.randn(n_in, n_hidden) / n_in**0.5)
        self.out = nn.Parameter(torch.randn(n_hidden, n_out) / n_hidden**0.5)
        for k in (2, 1):
            if normalise:
                self.register_parameter(f"shift{k}", nn.Parameter(torch.zeros(n_hidden)))
                self.register_parameter(f"scale{k}", nn.Parameter(torch.ones(n_hidden)))
                self.register_buffer(f"var{k}", torch.ones(n_hidden))
                self.register_buffer(f"mean{k}", torch.zeros(n_hidden))
            self.register_parameter(f"bias{k}", nn.Parameter(torch.zeros(1, n_hidden)))

    def hidden(self, x, matrix, k):
        x = x @ matrix + getattr(self, f"bias{k}")
        if self.normalise:
            statistics = getattr(self, f"mean{k}"), getattr(self, f"var{k}")
            x = F.batch_norm(x, *statistics, getattr(self, f"scale{k}"), getattr(self, f"shift{k}"), self.training)
        if self.training and self.p > 0:
            x = x * torch.bernoulli(torch.full_like(x, 1 - self.p)) / (1 - self.p)
        return x.clamp(min=0)

    def forward(self, x):
        x = self.hidden(self.hidden(x, self.U, 1), self.V, 2)
        return 1 / (1 + torch.exp(-(x @ self.out + self.out_bias)))


class NetworkWithDropout(_Raw):
    def __init__(self, input_size, hidden_size, output_size, dropout_prob=0.5):
        super().__init__(input_size, hidden_size, output_size, dropout_prob)


class NetworkWithBatchNorm(_Raw):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__(input_size, hidden_size, output_size, normalise=True)


class NetworkWithBoth(_Raw):
    def __init__(self, input_size, hidden_size, output_size, dropout_prob=0.5):
        super().__init__(input_size, hidden_size, output_size, dropout_prob, normalise=True)


def l2_penalty(model, strength):
    total = 0.0
    for module in model.modules():
        if type(module) is nn.Linear:
            total = total + torch.sum(torch.pow(module.weight, 2))
    return total * strength


def _bce(p, y):
    return -(y * p.log().clamp(min=-100) + (1 - y) * (1 - p).log().clamp(min=-100))


def train_with_validation(
    model, train_loader, val_loader, epochs=100, lr=1e-3, patience=10, min_delta=1e-3, verbose=False
):
    adam = torch.optim.Adam(model.parameters(), lr, foreach=False)
    table, best, kept, since, best_epoch = [], None, None, 0, 0
    epoch = 0
    while epoch < epochs and since < patience:
        losses, hits = [], []
        model.train(True)
        for x, y in train_loader:
            p = model(x)
            each = _bce(p, y)
            adam.zero_grad(set_to_none=False)
            each.mean().backward()
            adam.step()
            losses.append(each.detach().double())
            hits.append(p.detach().round() == y)
        val_losses, val_hits = [], []
        model.train(False)
        with torch.inference_mode():
            for x, y in val_loader:
                p = model(x)
                val_losses.append(_bce(p, y).double())
                val_hits.append(p.round() == y)
        row = [torch.cat(part).double().mean().item() for part in (losses, val_losses, hits, val_hits)]
        table.append(row)
        if best is None or best - row[1] > min_delta:
            best, best_epoch, since = row[1], epoch, 0
            kept = {name: value.detach().clone() for name, value in model.state_dict().items()}
        else:
            since += 1
        epoch += 1
    with torch.no_grad():
        for name, value in model.named_parameters():
            value.copy_(kept[name])
    columns = zip(("train_loss", "val_loss", "train_acc", "val_acc"), map(list, zip(*table)))
    return dict(columns) | {"best_epoch": best_epoch}


class _Batches:
    """All samples at once, cut anew in every pass, in an order that an own generator draws."""

    def __init__(self, dataset, size, seed=None):
        self.x = torch.stack([x for x, _ in dataset])
        self.y = torch.stack([y for _, y in dataset])
        self.size, self.generator = size, None if seed is None else torch.Generator().manual_seed(seed)

    def __iter__(self):
        n = len(self.x)
        order = torch.arange(n) if self.generator is None else torch.randperm(n, generator=self.generator)
        for chosen in order.split(self.size):
            yield self.x[chosen], self.y[chosen]


def compare(train_set, val_set, epochs=30, batch_size=32, seed=0):
    result = {}
    for name, p, normalise in (
        ("Both", 0.3, True),
        ("BatchNorm", 0.0, True),
        ("Dropout", 0.3, False),
        ("Baseline", 0.0, False),
    ):
        torch.manual_seed(seed + 1)
        net = _Raw(2, 64, 1, p, normalise)
        loaders = _Batches(train_set, batch_size, seed), _Batches(val_set, 1000)
        result[name] = train_with_validation(net, *loaders, epochs, patience=epochs + 1)
    return result
