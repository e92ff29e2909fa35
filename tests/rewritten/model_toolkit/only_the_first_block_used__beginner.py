"""Assignment 11: a toolkit for models."""

import torch
from torch import Tensor, nn


class ResidualBlock(nn.Module):
    """relu(fc2(relu(fc1(x))) + x)"""

    def __init__(self, size: int):
        super().__init__()
        self.fc1 = nn.Linear(size, size)
        self.fc2 = nn.Linear(size, size)
        self.relu = nn.ReLU()

    def forward(self, x: Tensor) -> Tensor:
        out = self.fc1(x)
        out = self.relu(out)
        out = self.fc2(out)
        out = out + x  # the skip connection
        out = self.relu(out)
        return out


class ResidualNet(nn.Module):
    """First layer, some residual blocks, last layer."""

    def __init__(self, n_inputs: int, size: int, n_blocks: int, n_outputs: int):
        super().__init__()
        self.n_blocks = n_blocks
        self.first = nn.Linear(n_inputs, size)
        self.relu = nn.ReLU()
        self.blocks = nn.ModuleList()
        for i in range(n_blocks):
            block = ResidualBlock(size)
            self.blocks.append(block)
        self.last = nn.Linear(size, n_outputs)

    def forward(self, x: Tensor) -> Tensor:
        x = self.first(x)
        x = self.relu(x)
        for i in range(self.n_blocks):
            x = self.blocks[0](x)
        x = self.last(x)
        return x


class MultiInputNet(nn.Module):
    """Two inputs, two branches, one output."""

    def __init__(self, n_first: int = 10, n_second: int = 5, n_hidden: int = 20):
        super().__init__()
        self.branch1 = nn.Linear(n_first, n_hidden)
        self.branch2 = nn.Linear(n_second, n_hidden)
        self.relu = nn.ReLU()
        self.output = nn.Linear(2 * n_hidden, 1)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        first_hidden = self.relu(self.branch1(first))
        second_hidden = self.relu(self.branch2(second))
        together = torch.cat([first_hidden, second_hidden], dim=1)
        return self.output(together)


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """(all of them, those that learn)"""
    total = 0
    trainable = 0
    for parameter in model.parameters():
        n = parameter.numel()
        total = total + n
        if parameter.requires_grad:
            trainable = trainable + n
    return total, trainable


def freeze(model: nn.Module, prefix: str) -> int:
    """Freeze every parameter whose name begins with prefix."""
    count = 0
    for name, parameter in model.named_parameters():
        if name.startswith(prefix):
            parameter.requires_grad = False
            count = count + 1
    if count == 0:
        raise ValueError("no parameter begins with " + repr(prefix))
    return count


def activations(model: nn.Module, names: list[str], x: Tensor) -> dict[str, Tensor]:
    """The outputs of some submodules in one forward pass."""
    modules = dict(model.named_modules())

    # are all names there?
    for name in names:
        if name not in modules:
            raise KeyError(name)

    outputs = {}

    def make_hook(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    handles = []
    try:
        for name in names:
            handle = modules[name].register_forward_hook(make_hook(name))
            handles.append(handle)
        model(x)
    finally:
        for handle in handles:
            handle.remove()
    return outputs


def make_optimizer(
    model: nn.Module, name: str = "adam", lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.9
) -> torch.optim.Optimizer:
    """Weight decay only for matrices and the like."""
    with_decay = []
    without_decay = []
    for parameter in model.parameters():
        if not parameter.requires_grad:
            continue
        if parameter.dim() >= 2:
            with_decay.append(parameter)
        else:
            without_decay.append(parameter)
    groups = [
        {"params": with_decay, "weight_decay": weight_decay},
        {"params": without_decay, "weight_decay": 0.0},
    ]
    if name == "sgd":
        optimizer = torch.optim.SGD(groups, lr=lr, momentum=momentum)
    elif name == "adam":
        optimizer = torch.optim.Adam(groups, lr=lr)
    elif name == "adamw":
        optimizer = torch.optim.AdamW(groups, lr=lr)
    else:
        raise ValueError("unknown optimizer: " + str(name))
    return optimizer


class Schedule:
    """Sets the rate of every group, epoch by epoch."""

    def __init__(self, optimizer, warmup, step_size, gamma):
        self.optimizer = optimizer
        self.warmup = warmup
        self.step_size = step_size
        self.gamma = gamma
        self.epoch = 0
        self.base_rates = []
        for group in optimizer.param_groups:
            self.base_rates.append(group["lr"])
        self.set_rates()

    def factor(self):
        if self.epoch < self.warmup:
            return (self.epoch + 1) / self.warmup
        number_of_falls = (self.epoch - self.warmup) // self.step_size
        return self.gamma**number_of_falls

    def set_rates(self):
        factor = self.factor()
        for group, base in zip(self.optimizer.param_groups, self.base_rates):
            group["lr"] = base * factor

    def step(self):
        self.epoch = self.epoch + 1
        self.set_rates()


def make_schedule(optimizer: torch.optim.Optimizer, warmup: int = 0, step_size: int = 10, gamma: float = 0.1):
    return Schedule(optimizer, warmup, step_size, gamma)


def predict(model: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    """Classes and probabilities."""
    was_training = model.training
    model.eval()
    with torch.no_grad():
        logits = model(x)
        probabilities = torch.softmax(logits, dim=1)
        classes = torch.argmax(probabilities, dim=1)
    if was_training:
        model.train()
    return classes, probabilities


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
