"""Looks for the word bias in the name."""

import torch
import torch.nn as nn

print("model toolkit, torch", torch.__version__)


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc1 = nn.Linear(size, size)
        self.relu = nn.ReLU()
        self.fc2 = nn.Linear(size, size)

    def forward(self, x):
        identity = x
        out = self.fc1(x)
        out = self.relu(out)
        out = self.fc2(out)
        out = out + identity
        out = self.relu(out)
        return out


class ResidualNet(nn.Module):
    def __init__(self, n_inputs, size, n_blocks, n_outputs):
        super().__init__()
        layers = []
        layers.append(nn.Linear(n_inputs, size))
        layers.append(nn.ReLU())
        for i in range(n_blocks):
            layers.append(ResidualBlock(size))
        layers.append(nn.Linear(size, n_outputs))
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)


class MultiInputNet(nn.Module):
    def __init__(self, n_first=10, n_second=5, n_hidden=20):
        super().__init__()
        self.branch1 = nn.Sequential(nn.Linear(n_first, n_hidden), nn.ReLU())
        self.branch2 = nn.Sequential(nn.Linear(n_second, n_hidden), nn.ReLU())
        self.combined = nn.Linear(n_hidden * 2, 1)

    def forward(self, x1, x2):
        out1 = self.branch1(x1)
        out2 = self.branch2(x2)
        combined = torch.cat((out1, out2), dim=1)
        return self.combined(combined)


def count_parameters(model):
    total = 0
    trainable = 0
    for param in model.parameters():
        total += param.numel()
        if param.requires_grad:
            trainable += param.numel()
    return total, trainable


def freeze(model, prefix):
    frozen = 0
    for name, param in model.named_parameters():
        if name.startswith(prefix):
            param.requires_grad = False
            frozen = frozen + 1
    if frozen == 0:
        raise ValueError("no parameter starts with " + prefix)
    return frozen


class Recorder:
    def __init__(self, storage, name):
        self.storage = storage
        self.name = name

    def __call__(self, module, args, output):
        self.storage[self.name] = output.detach().clone()


def activations(model, names, x):
    storage = {}
    handles = []
    try:
        all_modules = {}
        for name, module in model.named_modules():
            all_modules[name] = module
        for name in names:
            if name not in all_modules:
                raise KeyError("no module is called " + name)
            handle = all_modules[name].register_forward_hook(Recorder(storage, name))
            handles.append(handle)
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return storage


def make_optimizer(model, name="adam", lr=1e-3, weight_decay=0.0, momentum=0.9):
    with_decay = []
    without_decay = []
    for key, param in model.named_parameters():
        if not param.requires_grad:
            continue
        if not key.endswith("bias"):
            with_decay.append(param)
        else:
            without_decay.append(param)
    groups = [{"params": without_decay, "weight_decay": 0.0}, {"params": with_decay, "weight_decay": weight_decay}]
    if name == "sgd":
        optimizer = torch.optim.SGD(groups, lr=lr, momentum=momentum)
    elif name == "adam":
        optimizer = torch.optim.Adam(groups, lr=lr)
    elif name == "adamw":
        optimizer = torch.optim.AdamW(groups, lr=lr)
    else:
        raise ValueError("unknown optimizer: " + name)
    return optimizer


def make_schedule(optimizer, warmup=0, step_size=10, gamma=0.1):
    def lr_lambda(epoch):
        if epoch < warmup:
            return float(epoch + 1) / float(warmup)
        number_of_drops = (epoch - warmup) // step_size
        result = 1.0
        for _ in range(number_of_drops):
            result = result * gamma
        return result

    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lr_lambda=lr_lambda)
    return scheduler


def predict(model, x):
    was_training = model.training
    model.eval()
    with torch.no_grad():
        logits = model(x)
        softmax = nn.Softmax(dim=1)
        probabilities = softmax(logits)
        _, classes = torch.max(probabilities, 1)
    if was_training:
        model.train()
    else:
        model.eval()
    return classes, probabilities
