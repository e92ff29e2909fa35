"""Counts epochs from 1."""

import itertools
import math
import time

import torch
from torch import nn
from torch.utils.data import DataLoader
from torch.utils.data.dataloader import default_collate


def build_mlp(n_inputs, hidden, n_outputs, dropout=0.0):
    net = nn.Sequential()
    width = n_inputs
    for number, size in enumerate(hidden, start=1):
        net.add_module(f"layer{number}", nn.Linear(width, size))
        net.add_module(f"relu{number}", nn.ReLU(inplace=True))
        if dropout > 0.0:
            net.add_module(f"drop{number}", nn.Dropout(p=dropout))
        width = size
    net.add_module("out", nn.Linear(width, n_outputs))
    return net


def grid(**choices):
    names, configs = list(choices), []
    for numbers in itertools.product(*(range(len(choices[name])) for name in names)):
        config = {}
        for name, number in zip(names, numbers):
            config[name] = choices[name][number]
        configs.append(config)
    return configs


def right_answers(net, dataset, device):
    for start in range(0, len(dataset), 7):
        chosen = range(start, min(start + 7, len(dataset)))
        x, y = default_collate([dataset[i] for i in chosen])
        logits = net(x.view(len(x), -1).to(device))
        yield from (logits.max(dim=1).indices == y.to(device)).tolist()


def run(config, train_set, val_set, test_set, epochs=10, batch_size=64, seed=0, device="cpu"):
    t0 = time.perf_counter()
    config = dict(config)
    for key, value in (("hidden", [128]), ("lr", 0.001), ("dropout", 0.0), ("weight_decay", 1e-4)):
        config.setdefault(key, value)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        n_outputs = 0
        for x, y in train_set:
            n_outputs, n_inputs = max(n_outputs, y.item() + 1), x.numel()
        net = build_mlp(n_inputs, config["hidden"], n_outputs, dropout=config["dropout"]).to(device)
        optimizer = torch.optim.Adam(net.parameters(), lr=config["lr"])
        loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
        loss_per_epoch, accuracy_per_epoch = [], []
        for epoch in range(epochs):
            net.train()
            loss_sum = 0
            for x, y in loader:
                logits = net(x.view(x.size(0), -1).to(device))
                loss = -logits.log_softmax(dim=1).gather(1, y.to(device).view(-1, 1)).mean()
                loss_sum += loss.item() * x.size(0)
                gradients = torch.autograd.grad(loss, list(net.parameters()))
                for parameter, gradient in zip(net.parameters(), gradients):
                    parameter.grad = gradient + config["weight_decay"] * parameter.detach()
                optimizer.step()
            loss_per_epoch.append(loss_sum / len(train_set))
            net.eval()
            hits = list(right_answers(net, val_set, device))
            accuracy_per_epoch.append(sum(hits) / len(hits))
        net.eval()
        hits = list(right_answers(net, test_set, device))
    return {
        "config": config,
        "parameters": sum(math.prod(p.shape) for p in net.parameters()),
        "val_accuracy": accuracy_per_epoch,
        "train_loss": loss_per_epoch,
        "test_accuracy": sum(hits) / len(hits),
        "seconds": time.perf_counter() - t0,
    }


def search(configs, run_one, on_result=None):
    def results():
        for config in configs:
            try:
                result = run_one(config)
            except Exception as error:
                result = {"config": config, "error": f"{error.__class__.__name__}: {error!s}"}
            if on_result is not None:
                on_result(result)
            yield result

    return list(results())


def best(results):
    results = [result for result in results if result.get("error") is None]
    if not results:
        raise ValueError("no results")
    highest = max(result["val_accuracy"][-1] for result in results)
    equals = [result for result in results if result["val_accuracy"][-1] == highest]
    return min(equals, key=lambda result: result["parameters"])


def log(history, folder):
    from tensorboard.compat.proto.event_pb2 import Event
    from tensorboard.compat.proto.summary_pb2 import Summary
    from tensorboard.summary.writer.event_file_writer import EventFileWriter

    writer = EventFileWriter(str(folder))
    for name, values in history.items():
        part, _, what = name.partition("_")
        if part in ("train", "val") and what in ("loss", "accuracy"):
            tag = what.capitalize() + "/" + part
            for step, value in enumerate(values, 1):
                summary = Summary(value=[Summary.Value(tag=tag, simple_value=value)])
                writer.add_event(Event(wall_time=time.time(), step=step, summary=summary))
    writer.close()


def filters(model):
    first = None
    for layer in model.modules():
        if first is None and isinstance(layer, (nn.Linear, nn.Conv2d)):
            first = layer
    if first is None:
        raise ValueError("neither Linear nor Conv2d")
    weight = first.weight.detach().to("cpu", copy=True)
    if isinstance(first, nn.Linear):
        side = int(math.sqrt(first.in_features))
        if side**2 != first.in_features:
            raise ValueError("inputs are no square")
        weight = weight.unflatten(1, (1, side, side))
    flat = weight[:, 0].flatten(1)
    flat = flat - flat.min(dim=1, keepdim=True).values
    top = flat.max(dim=1, keepdim=True).values
    top[top == 0] = 1
    return (flat / top).view_as(weight[:, 0])
