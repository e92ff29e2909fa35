"""Tools for models of any kind: residual and two-input nets, hooks, freezing, optimizers, schedules, predictions."""

import torch
from torch import Tensor, nn


class ResidualBlock(nn.Module):
    """Two Linear layers of `size` units around which the input passes: relu(fc2(relu(fc1(x))) + x).

    2 * (size² + size) parameters.
    """

    def __init__(self, size: int):
        super().__init__()
        # TODO: make the two layers
        raise NotImplementedError("model_toolkit: ResidualBlock.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """x (N, size) -> (N, size)."""
        # TODO: the two layers, the sum with x, then the last ReLU
        raise NotImplementedError("model_toolkit: ResidualBlock.forward")


class ResidualNet(nn.Module):
    """Linear(n_inputs, size), ReLU, then `n_blocks` residual blocks one after another, then Linear(size, n_outputs).

    Every block has parameters of its own, and all of them are registered. `n_blocks` may be 0.
    """

    def __init__(self, n_inputs: int, size: int, n_blocks: int, n_outputs: int):
        super().__init__()
        # TODO: make the first layer, the blocks and the last layer
        raise NotImplementedError("model_toolkit: ResidualNet.__init__")

    def forward(self, x: Tensor) -> Tensor:
        """x (N, n_inputs) -> (N, n_outputs), as the last layer gives it."""
        # TODO: send x through all of them
        raise NotImplementedError("model_toolkit: ResidualNet.forward")


class MultiInputNet(nn.Module):
    """A branch for each of two inputs, Linear and ReLU, and a Linear on what both say; 381 parameters as it comes."""

    def __init__(self, n_first: int = 10, n_second: int = 5, n_hidden: int = 20):
        super().__init__()
        # TODO: make the two branches, `n_hidden` units each, and the last layer
        raise NotImplementedError("model_toolkit: MultiInputNet.__init__")

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        """first (N, n_first), second (N, n_second) -> (N, 1); the units of the first branch come first."""
        # TODO: each input through its branch, both side by side, then the last layer
        raise NotImplementedError("model_toolkit: MultiInputNet.forward")


def count_parameters(model: nn.Module) -> tuple[int, int]:
    """(total, trainable): how many numbers the parameters of `model` hold, and how many of them are not frozen.

    A parameter that is used in several places counts once. Buffers are no parameters.
    """
    # TODO: add up the sizes of the parameters, once of all and once of those that learn
    raise NotImplementedError("model_toolkit: count_parameters")


def freeze(model: nn.Module, prefix: str) -> int:
    """Switch off `requires_grad` of every parameter whose name, as in `named_parameters()`, begins with `prefix`.

    All other parameters stay as they are. Returns how many tensors have such a name, frozen before or not.
    Raises ValueError when there is none.
    """
    # TODO: find them by name, freeze them, count them
    raise NotImplementedError("model_toolkit: freeze")


def activations(model: nn.Module, names: list[str], x: Tensor) -> dict[str, Tensor]:
    """What the submodules of these names, as in `named_modules()`, give while `model` answers x, in one forward pass.

    Returns {name: output}, detached from the graph; of a module that is called several times, its last output.
    No hook of this function is left afterwards, whatever happened, and hooks of others stay. The pass runs in the
    mode that the model is in. Raises KeyError for a name that no submodule has.
    """
    # TODO: a hook on each module, one pass, and all hooks removed however it ends
    raise NotImplementedError("model_toolkit: activations")


def make_optimizer(
    model: nn.Module, name: str = "adam", lr: float = 1e-3, weight_decay: float = 0.0, momentum: float = 0.9
) -> torch.optim.Optimizer:
    """An optimizer of torch's for the parameters of `model` that are not frozen now.

    name: "sgd", which alone uses `momentum`, "adam" or "adamw"; ValueError for any other.
    weight_decay: of the tensors with two or more dimensions; the others have none.
    """
    # TODO: two groups of parameters, one that decays and one that does not, for the optimizer of that name
    raise NotImplementedError("model_toolkit: make_optimizer")


def make_schedule(optimizer: torch.optim.Optimizer, warmup: int = 0, step_size: int = 10, gamma: float = 0.1):
    """A schedule for the learning rate of every parameter group; its method `step()` is called once after each epoch.

    The rate of epoch e, counted from 0, is base * (e + 1) / warmup while e < warmup, and from then on
    base * gamma ** ((e - warmup) // step_size). base is the group's rate when this function is called; the rate of
    epoch 0 is in force as soon as it returns.
    """

    # TODO: the factor of each epoch, and a scheduler that multiplies by it
    raise NotImplementedError("model_toolkit: make_schedule")


def predict(model: nn.Module, x: Tensor) -> tuple[Tensor, Tensor]:
    """(classes (N,) int64, probabilities (N, C)) of a model that gives logits (N, C).

    In eval mode and without gradients; afterwards the model is in the mode that it was in before.
    """
    # TODO: the logits in eval mode, then probabilities, then the most probable class
    raise NotImplementedError("model_toolkit: predict")


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
