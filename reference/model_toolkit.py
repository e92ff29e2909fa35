"""Tools for models of any kind: residual and two-input nets, hooks, freezing, optimizers, schedules, predictions."""

import torch
from torch import Tensor, nn


class ResidualBlock(nn.Module):
    """Two Linear layers of `size` units around which the input passes: relu(fc2(relu(fc1(x))) + x).

    2 * (size² + size) parameters.
    """

    def __init__(self, size: int):
        super().__init__()
        # BEGIN SOLUTION  make the two layers
        self.fc1 = nn.Linear(size, size)
        self.fc2 = nn.Linear(size, size)
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """x (N, size) -> (N, size)."""
        # BEGIN SOLUTION  the two layers, the sum with x, then the last ReLU
        return torch.relu(self.fc2(torch.relu(self.fc1(x))) + x)
        # END SOLUTION


class ResidualNet(nn.Module):
    """Linear(n_inputs, size), ReLU, then `n_blocks` residual blocks one after another, then Linear(size, n_outputs).

    Every block has parameters of its own, and all of them are registered. `n_blocks` may be 0.
    """

    def __init__(self, n_inputs: int, size: int, n_blocks: int, n_outputs: int):
        super().__init__()
        # BEGIN SOLUTION  make the first layer, the blocks and the last layer
        self.first = nn.Linear(n_inputs, size)
        self.blocks = nn.Sequential(*[ResidualBlock(size) for _ in range(n_blocks)])
        self.last = nn.Linear(size, n_outputs)
        # END SOLUTION

    def forward(self, x: Tensor) -> Tensor:
        """x (N, n_inputs) -> (N, n_outputs), as the last layer gives it."""
        # BEGIN SOLUTION  send x through all of them
        return self.last(self.blocks(torch.relu(self.first(x))))
        # END SOLUTION


class MultiInputNet(nn.Module):
    """A branch for each of two inputs, Linear and ReLU, and a Linear on what both say; 381 parameters as it comes."""

    def __init__(self, n_first: int = 10, n_second: int = 5, n_hidden: int = 20):
        super().__init__()
        # BEGIN SOLUTION  make the two branches, `n_hidden` units each, and the last layer
        self.first = nn.Linear(n_first, n_hidden)
        self.second = nn.Linear(n_second, n_hidden)
        self.last = nn.Linear(2 * n_hidden, 1)
        # END SOLUTION

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """first (N, n_first), second (N, n_second) -> (N, 1); the units of the first branch come first."""
        # BEGIN SOLUTION  each input through its branch, both side by side, then the last layer
        branches = torch.relu(self.first(first)), torch.relu(self.second(second))
        return self.last(torch.cat(branches, dim=1))
        # END SOLUTION


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """(total, trainable): how many numbers the parameters of `model` hold, and how many of them are not frozen.

    A parameter that is used in several places counts once. Buffers are no parameters.
    """
    # BEGIN SOLUTION  add up the sizes of the parameters, once of all and once of those that learn
    sizes = [(parameter.numel(), parameter.requires_grad) for parameter in model.parameters()]
    return sum(size for size, _ in sizes), sum(size for size, learns in sizes if learns)
    # END SOLUTION


def freeze(model: nn.Module, prefix: str) -> int:
    """Switch off `requires_grad` of every parameter whose name, as in `named_parameters()`, begins with `prefix`.

    All other parameters stay as they are. Returns how many tensors have such a name, frozen before or not.
    Raises ValueError when there is none.
    """
    # BEGIN SOLUTION  find them by name, freeze them, count them
    found = [parameter for name, parameter in model.named_parameters() if name.startswith(prefix)]
    if not found:
        raise ValueError(f"no parameter has a name that begins with {prefix!r}")
    for parameter in found:
        parameter.requires_grad = False
    return len(found)
    # END SOLUTION


def activations(model: nn.Module, names: list[str], x: Tensor) -> dict[str, Tensor]:
    """What the submodules of these names, as in `named_modules()`, give while `model` answers x, in one forward pass.

    Returns {name: output}, detached from the graph; of a module that is called several times, its last output.
    No hook of this function is left afterwards, whatever happened, and hooks of others stay. The pass runs in the
    mode that the model is in. Raises KeyError for a name that no submodule has.
    """
    # BEGIN SOLUTION  a hook on each module, one pass, and all hooks removed however it ends
    modules = dict(model.named_modules())
    wanted = {name: modules[name] for name in names}  # before the first hook: this may raise
    outputs, hooks = {}, []

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    try:
        for name, module in wanted.items():
            hooks.append(module.register_forward_hook(keep(name)))
        model(x)
    finally:
        for hook in hooks:
            hook.remove()
    return outputs
    # END SOLUTION


def make_optimizer(
    model: nn.Module, name: str = "adam", lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.9
) -> torch.optim.Optimizer:
    """An optimizer of torch's for the parameters of `model` that are not frozen now.

    name: "sgd", which alone uses `momentum`, "adam" or "adamw"; ValueError for any other.
    weight_decay: of the tensors with two or more dimensions; the others have none.
    """
    # BEGIN SOLUTION  two groups of parameters, one that decays and one that does not, for the optimizer of that name
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [
        {"params": [parameter for parameter in learning if parameter.ndim >= 2], "weight_decay": weight_decay},
        {"params": [parameter for parameter in learning if parameter.ndim < 2], "weight_decay": 0.0},
    ]
    if name == "sgd":
        return torch.optim.SGD(groups, lr=lr, momentum=momentum)
    if name == "adam":
        return torch.optim.Adam(groups, lr=lr)
    if name == "adamw":
        return torch.optim.AdamW(groups, lr=lr)
    raise ValueError(f"there is no optimizer {name!r} here; there are 'sgd', 'adam' and 'adamw'")
    # END SOLUTION


def make_schedule(optimizer: torch.optim.Optimizer, warmup: int = 0, step_size: int = 10, gamma: float = 0.1):
    """A schedule for the learning rate of every parameter group; its method `step()` is called once after each epoch.

    The rate of epoch e, counted from 0, is base * (e + 1) / warmup while e < warmup, and from then on
    base * gamma ** ((e - warmup) // step_size). base is the group's rate when this function is called; the rate of
    epoch 0 is in force as soon as it returns.
    """

    # BEGIN SOLUTION  the factor of each epoch, and a scheduler that multiplies by it
    def factor(epoch):
        if epoch < warmup:
            return (epoch + 1) / warmup
        return gamma ** ((epoch - warmup) // step_size)

    return torch.optim.lr_scheduler.LambdaLR(optimizer, factor)
    # END SOLUTION


def predict(model: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    """(classes (N,) int64, probabilities (N, C)) of a model that gives logits (N, C).

    In eval mode and without gradients; afterwards the model is in the mode that it was in before.
    """
    # BEGIN SOLUTION  the logits in eval mode, then probabilities, then the most probable class
    was_training = model.training
    model.eval()
    with torch.no_grad():
        probabilities = torch.softmax(model(x), dim=1)
    model.train(was_training)
    return probabilities.argmax(dim=1), probabilities
    # END SOLUTION


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
