"""Walks the widths from the last to the first."""

import time
from dataclasses import asdict, dataclass, field
from functools import reduce
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import BatchSampler, DataLoader, RandomSampler


@dataclass
class Settings:
    hidden: list = field(default_factory=lambda: [128])
    lr: float = 1e-3
    dropout: float = 0.0
    weight_decay: float = 1e-4


class Block(nn.Module):
    def __init__(self, n_in, n_out, drop):
        super().__init__()
        self.drop, self.linear = drop, nn.Linear(n_in, n_out)

    def forward(self, x):
        return self.drop(nn.functional.relu(self.linear(x)))


class Perceptron(nn.Module):
    def __init__(self, n_inputs, hidden, n_outputs, dropout):
        super().__init__()
        drop = nn.Dropout(dropout) if dropout else nn.Identity()
        hidden = hidden[::-1]
        widths = (n_inputs, *hidden)
        self.head = nn.Linear(widths[-1], n_outputs)
        self.body = nn.ModuleList(Block(a, b, drop) for a, b in zip(widths, hidden))

    def forward(self, x):
        return self.head(reduce(lambda value, block: block(value), self.body, x))


def build_mlp(n_inputs, hidden, n_outputs, dropout=0.0):
    return Perceptron(n_inputs, hidden, n_outputs, dropout)


def grid(**choices):
    combinations = [{}]
    for name, values in choices.items():
        combinations = [dict(one, **{name: value}) for one in combinations for value in values]
    return combinations


class Trainer:
    def __init__(self, settings, example, n_classes, device):
        net = build_mlp(example.nelement(), settings.hidden, n_classes, settings.dropout)
        self.model = nn.Sequential(nn.Flatten(), net).to(device)
        self.device, self.criterion = device, nn.CrossEntropyLoss(reduction="sum")
        self.optimizer = torch.optim.Adam(self.model.parameters(), settings.lr, weight_decay=settings.weight_decay)

    def logits(self, x, y):
        x, y = x.to(self.device), y.to(self.device)
        return self.model(x), y

    def train(self, loader):
        self.model.train()
        total, count = torch.zeros((), dtype=torch.float64), 0
        for x, y in loader:
            self.optimizer.zero_grad()
            logits, y = self.logits(x, y)
            loss = self.criterion(logits, y)
            (loss / len(y)).backward()
            self.optimizer.step()
            total += loss.detach().cpu()
            count += len(y)
        return (total / count).item()

    @torch.no_grad()
    def accuracy(self, dataset):
        self.model.eval()
        hits = []
        for x, y in DataLoader(dataset, batch_size=1):
            logits, y = self.logits(x, y)
            hits.append((logits.argmax(dim=-1) == y).float())
        return torch.cat(hits).mean().item()


def run(config, train_set, val_set, test_set, epochs=10, batch_size=64, seed=0, device="cpu"):
    begin = time.monotonic()
    torch.manual_seed(seed)
    settings = Settings(**config)
    n_classes = len({int(train_set[i][1]) for i in range(len(train_set))})
    sampler = BatchSampler(RandomSampler(train_set), batch_size, drop_last=False)
    trainer = Trainer(settings, train_set[0][0], n_classes, device)
    losses, accuracies = [], []
    for _ in range(epochs):
        losses.append(trainer.train(DataLoader(train_set, batch_sampler=sampler)))
        accuracies.append(trainer.accuracy(val_set))
    result = {"config": asdict(settings), "train_loss": losses, "val_accuracy": accuracies}
    result["parameters"] = sum(p.numel() for p in trainer.model.parameters() if p.requires_grad)
    result["test_accuracy"] = trainer.accuracy(test_set)
    result["seconds"] = time.monotonic() - begin
    return result


def search(configs, run_one, on_result=None):
    results = []
    for config in configs:
        try:
            results.append(run_one(config))
        except Exception as error:
            results.append({"config": config, "error": type(error).__name__ + ": " + str(error)})
        if on_result:
            on_result(results[-1])
    return results


def best(results):
    chosen = None
    for result in results:
        if "error" in result:
            continue
        key = (result["val_accuracy"][-1], -result["parameters"])
        if chosen is None or key > chosen[0]:
            chosen = (key, result)
    if chosen is None:
        raise ValueError("all failed")
    return chosen[1]


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = {"train_loss": "Loss/train", "val_loss": "Loss/val"}
    names |= {"train_accuracy": "Accuracy/train", "val_accuracy": "Accuracy/val"}
    writer = SummaryWriter(folder, max_queue=100)
    for key in history:
        if key in names:
            for epoch in range(len(history[key])):
                writer.add_scalar(names[key], torch.tensor(history[key][epoch]), epoch, new_style=True)
    writer.close()


@torch.no_grad()
def filters(model):
    layers = [layer for layer in model.modules() if type(layer) in (nn.Linear, nn.Conv2d)]
    if not layers:
        raise ValueError("no filters here")
    weight = layers[0].weight.data.cpu()
    if weight.ndim == 2:
        side = int(weight.shape[1] ** 0.5 + 0.5)
        if side * side != weight.shape[1]:
            raise ValueError("not the pixels of a square")
        weight = weight.view(-1, 1, side, side)
    images = torch.empty(weight.shape[0], *weight.shape[2:])
    for image, kernel in zip(images, weight):
        kernel = kernel[0]
        span = kernel.max() - kernel.min()
        image.copy_((kernel - kernel.min()) / span if span > 0 else torch.zeros_like(kernel))
    return images
