"""Looks at the test set after each epoch."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.tensorboard import SummaryWriter


class Raw(nn.Module):
    def __init__(self, sizes, p):
        super().__init__()
        self.p = p
        self.biases = nn.ParameterList([torch.zeros(1, n) for n in sizes[1:]])
        self.matrices = nn.ParameterList([torch.randn(a, b) * (2 / a) ** 0.5 for a, b in zip(sizes, sizes[1:])])

    def forward(self, x):
        x = x.reshape(x.shape[0], -1)
        for k, (matrix, bias) in enumerate(zip(self.matrices, self.biases)):
            x = x @ matrix + bias
            if k + 1 < len(self.matrices):
                if self.training and self.p > 0:
                    x = x * (torch.rand_like(x) >= self.p) / (1 - self.p)
                x = x.clamp(min=0)
        return x


def build_mlp(n_inputs, hidden, n_outputs, dropout=0.0):
    return Raw([n_inputs] + list(hidden) + [n_outputs], dropout)


def grid(**choices):
    if not choices:
        return [{}]
    *others, last = choices
    return [
        {**left, last: value} for left in grid(**{name: choices[name] for name in others}) for value in choices[last]
    ]


def _stacked(dataset):
    samples = [dataset[i] for i in range(len(dataset))]
    return torch.stack([x.reshape(-1) for x, _ in samples]), torch.tensor([int(y) for _, y in samples])


def _accuracy(model, x, y):
    model.train(False)
    with torch.inference_mode():
        return float(np.mean((model(x).argmax(1) == y).cpu().numpy()))


def run(config, train_set, val_set, test_set, epochs=10, batch_size=64, seed=0, device="cpu", verbose=False):
    import time

    start = time.time()
    hidden, lr = config.get("hidden", [128]), config.get("lr", 0.001)
    dropout, decay = config.get("dropout", 0), config.get("weight_decay", 0.0001)
    x, y = (part.to(device) for part in _stacked(train_set))
    x_val, y_val = (part.to(device) for part in _stacked(val_set))
    random = np.random.default_rng(seed)
    torch.manual_seed(seed + 1)
    model = build_mlp(x.shape[1], hidden, int(y.max()) + 1, dropout)
    model = model.to(device)
    adam = torch.optim.Adam([{"params": list(model.parameters()), "weight_decay": decay}], lr)
    losses, accuracies = [], []
    for _ in range(epochs):
        each = []
        order = torch.from_numpy(random.permutation(len(x)))
        model.train(True)
        for chosen in order.split(batch_size):
            loss = F.cross_entropy(model(x[chosen]), y[chosen], reduction="none")
            adam.zero_grad(set_to_none=False)
            loss.mean().backward()
            adam.step()
            each += loss.tolist()
        losses.append(np.mean(each))
        accuracies.append(_accuracy(model, x_val, y_val))
        test = _accuracy(model, *(part.to(device) for part in _stacked(test_set)))
        if verbose:
            print(losses[-1], accuracies[-1])
    return {
        "config": {"hidden": hidden, "lr": lr, "dropout": dropout, "weight_decay": decay},
        "parameters": int(sum(np.prod(p.shape) for p in model.parameters())),
        "val_accuracy": accuracies,
        "train_loss": losses,
        "test_accuracy": test,
        "seconds": time.time() - start,
        "epochs": epochs,
    }


def search(configs, run_one, on_result=lambda result: None):
    return [_one(config, run_one, on_result or (lambda result: None)) for config in configs]


def _one(config, run_one, on_result):
    try:
        result = run_one(config)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as problem:
        result = {"config": config, "error": ": ".join((problem.__class__.__name__, str(problem)))}
    on_result(result)
    return result


def best(results):
    kept = [result for result in results if "val_accuracy" in result]
    if len(kept) == 0:
        raise ValueError("nothing worked")
    return sorted(kept, key=lambda result: (-result["val_accuracy"][-1], result["parameters"]))[0]


def log(history, folder):
    writer = SummaryWriter(log_dir=folder)
    try:
        for part in ("train", "val"):
            for what in ("loss", "accuracy"):
                for step, value in enumerate(history.get(f"{part}_{what}") or ()):
                    writer.add_scalar(f"{what.title()}/{part}", value, global_step=step)
    finally:
        writer.flush()
        writer.close()


def filters(model):
    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            images = module.weight.detach().cpu().numpy()[:, 0]
            break
        if isinstance(module, nn.Linear):
            weight = module.weight.detach().cpu().numpy()
            side = round(weight.shape[1] ** 0.5)
            if side**2 != weight.shape[1]:
                raise ValueError("no square")
            images = weight.reshape(len(weight), side, side)
            break
    else:
        raise ValueError("no layer with weights")
    scaled = np.zeros_like(images)
    for k, image in enumerate(images):
        if np.ptp(image) > 0:
            scaled[k] = (image - image.min()) / np.ptp(image)
    return torch.from_numpy(scaled)
