"""Indices by broadcasting, one pair for all."""

import math

import torch
import torch.nn.functional as F
from torch import nn


class Normed(nn.Module):
    """Batch norm over every axis but that of the units, written out."""

    def __init__(self, n, axes):
        super().__init__()
        shape = [1, n] + [1] * (len(axes) - 1)
        self.axes = axes
        self.beta, self.gamma = nn.Parameter(torch.zeros(shape)), nn.Parameter(torch.ones(shape))
        self.register_buffer("var", torch.ones(shape))
        self.register_buffer("mean", torch.zeros(shape))

    def forward(self, x):
        mean, var = self.mean, self.var
        if self.training:
            mean = x.mean(self.axes, keepdim=True)
            var = x.var(self.axes, unbiased=False, keepdim=True)
            n = x.numel() / mean.numel()
            with torch.no_grad():
                self.mean.lerp_(mean, 0.1)
                self.var.lerp_(var * n / (n - 1), 0.1)
        return self.gamma * (x - mean) / (var + 1e-5).sqrt() + self.beta


def drop(x, training):
    return x * (torch.rand_like(x) >= 0.3) / 0.7 if training else x


def matrix(*shape, fan_in):
    bound = 1 / math.sqrt(fan_in)
    return nn.Parameter(torch.empty(*shape).uniform_(-bound, bound))


class FashionMNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.out_bias, self.out = nn.Parameter(torch.zeros(10)), matrix(128, 10, fan_in=128)
        self.norms = nn.ModuleList([Normed(128, (0,)), Normed(256, (0,))])
        self.b2, self.b1 = nn.Parameter(torch.zeros(128)), nn.Parameter(torch.zeros(256))
        self.W2, self.W1 = matrix(256, 128, fan_in=256), matrix(784, 256, fan_in=784)

    def forward(self, x):
        h = x.reshape(len(x), -1)
        h = drop(F.relu(self.norms[1](h @ self.W1 + self.b1)), self.training)
        h = drop(F.relu(self.norms[0](h @ self.W2 + self.b2)), self.training)
        return h @ self.out + self.out_bias


class FashionCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.K1, self.c1 = matrix(32, 1, 3, 3, fan_in=9), nn.Parameter(torch.zeros(32))
        self.K2, self.c2 = matrix(64, 32, 3, 3, fan_in=288), nn.Parameter(torch.zeros(64))
        self.n1, self.n2 = Normed(32, (0, 2, 3)), Normed(64, (0, 2, 3))
        self.W, self.b = matrix(3136, 128, fan_in=3136), nn.Parameter(torch.zeros(128))
        self.V, self.a = matrix(128, 10, fan_in=128), nn.Parameter(torch.zeros(10))

    def forward(self, x):
        x = F.max_pool2d(self.n1(F.conv2d(x, self.K1, self.c1, padding=1)), 2).clamp(min=0)
        x = F.max_pool2d(self.n2(F.conv2d(x, self.K2, self.c2, padding="same")), 2).clamp(min=0)
        x = drop((x.flatten(1) @ self.W + self.b).clamp(min=0), self.training)
        return x @ self.V + self.a


def normalize(train_images, *others):
    center = train_images.double().mean()
    width = ((train_images.double() - center) ** 2).mean().sqrt()
    result = [((images.double() - center) / width).float() for images in [train_images, *others]]
    return tuple(result)


def augment(images, max_shift=2, max_degrees=0.0, generator=None):
    n, _, height, width = images.shape
    dx = torch.randint(-max_shift, max_shift + 1, (1, 1, 1), generator=generator)
    dy = torch.randint(-max_shift, max_shift + 1, (1, 1, 1), generator=generator)
    y, x = torch.arange(height).view(1, -1, 1) - dy, torch.arange(width).view(1, 1, -1) - dx
    inside = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    moved = images[torch.arange(n).view(-1, 1, 1), 0, y.clamp(0, height - 1), x.clamp(0, width - 1)] * inside
    if max_degrees:
        t = (torch.rand(n, 1, 1, generator=generator) * 2 - 1) * max_degrees * math.pi / 180
        moved = sampled(moved, t)
    return moved.unsqueeze(1)


def sampled(images, t):
    """Bilinear by hand: images (N, H, W) read at turned coordinates."""
    n, height, width = images.shape
    padded = F.pad(images, [1, 1, 1, 1])
    y, x = (torch.arange(size) - (size - 1) / 2 for size in (height, width))
    y, x = y.view(1, -1, 1), x.view(1, 1, -1)
    v = (t.cos() * y + t.sin() * x + (height - 1) / 2 + 1).clamp(0, height + 1 - 1e-4)
    u = (t.cos() * x - t.sin() * y + (width - 1) / 2 + 1).clamp(0, width + 1 - 1e-4)
    top, left = v.floor().long(), u.floor().long()
    b, a, i = v - top, u - left, torch.arange(n).view(-1, 1, 1)
    return (
        padded[i, top, left] * (1 - b) * (1 - a)
        + padded[i, top, left + 1] * (1 - b) * a
        + padded[i, top + 1, left] * b * (1 - a)
        + padded[i, top + 1, left + 1] * b * a
    )


def all_of(dataset):
    pairs = [dataset[i] for i in range(len(dataset))]
    return torch.stack([x for x, _ in pairs]), torch.tensor([int(y) for _, y in pairs])


def measure(model, x, y, device):
    model.train(False)
    with torch.inference_mode():
        logits = torch.cat([model(part.to(device)).cpu() for part in x.split(200)])
    return F.cross_entropy(logits, y).item(), (logits.argmax(-1) == y).double().mean().item()


def fit(model, train_set, val_set, epochs=20, batch_size=64, lr=1e-3, augmented=False, device="cpu", seed=0, log=None):
    torch.manual_seed(seed)
    own = torch.Generator().manual_seed(seed)
    model.to(device)
    (X, Y), (X_val, Y_val) = all_of(train_set), all_of(val_set)
    adam = torch.optim.Adam(model.parameters(), lr, foreach=False)
    rows, states = [], []
    for _ in range(epochs):
        images = augment(X, generator=own) if augmented else X
        losses, hits = [], []
        model.train()
        for chosen in torch.randperm(len(Y), generator=own).split(batch_size):
            y = Y[chosen].to(device)
            scores = model(images[chosen].to(device))
            each = F.cross_entropy(scores, y, reduction="none")
            for p in model.parameters():
                p.grad = None
            each.mean().backward()
            adam.step()
            losses.append(each.detach().cpu())
            hits.append((scores.argmax(-1) == y).float().cpu())
        rows.append(
            [torch.cat(losses).mean().item(), torch.cat(hits).mean().item(), *measure(model, X_val, Y_val, device)]
        )
        states.append({name: value.clone() for name, value in model.state_dict().items()})
    history = dict(zip(("train_loss", "train_accuracy", "val_loss", "val_accuracy"), map(list, zip(*rows))))
    history["best_epoch"] = min(range(epochs), key=history["val_loss"].__getitem__)
    model.load_state_dict(states[history["best_epoch"]])
    return history


def save(path, model, history):
    state = {name: value.cpu() for name, value in model.state_dict().items()}
    with open(path, "wb") as file:
        torch.save({"history": history, "class": model.__class__.__name__, "model_state_dict": state}, file)


def test_model(path, test_set, device="cpu"):
    with open(path, "rb") as file:
        try:
            content = torch.load(file, weights_only=True, map_location="cpu")
            name, state = content["class"], content["model_state_dict"]
        except Exception:
            raise ValueError("not a saved network") from None
    if name == "FashionMNISTNet":
        model = FashionMNISTNet()
    elif name == "FashionCNN":
        model = FashionCNN()
    else:
        raise ValueError(f"unknown class {name}")
    model.load_state_dict(state)
    return measure(model.to(device), *all_of(test_set), device)[1]
