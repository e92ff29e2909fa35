"""Experiments: networks of any width, a fair run for each choice, the best one, curves for TensorBoard, filters."""

import itertools
import math
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

DEFAULTS = {"hidden": [128], "lr": 1e-3, "dropout": 0.0, "weight_decay": 1e-4}  # of a config
TAGS = {  # what TensorBoard calls the lists of a history
    "Loss/train": "train_loss",
    "Loss/val": "val_loss",
    "Accuracy/train": "train_accuracy",
    "Accuracy/val": "val_accuracy",
}


def build_mlp(n_inputs: int, hidden: list[int], n_outputs: int, dropout: float = 0.0) -> nn.Module:
    """A network from (N, n_inputs) to logits (N, n_outputs), with a hidden layer for each width in `hidden`.

    Each hidden layer is Linear, ReLU, and Dropout where `dropout` is more than 0; the last layer is a Linear alone.
    Every Linear has a bias. Without any width the network is one Linear. The list `hidden` stays as it is.

    784 inputs and 10 outputs: [32] has 25,450 parameters, [128] has 101,770, [256, 128] has 235,146.
    """
    # BEGIN SOLUTION  make the layers, one after the other
    layers: list[nn.Module] = []
    for n_in, n_out in itertools.pairwise([n_inputs, *hidden]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        if dropout > 0:
            layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear([n_inputs, *hidden][-1], n_outputs))
    # END SOLUTION


def grid(**choices: list) -> list[dict]:
    """Every combination of the choices: `choices` are lists by name, the result a list of dicts with these names.

    The names keep their order in the dicts. The last name changes fastest, each list goes in its own order. No names
    at all leave one combination, the empty one: [{}].
    """
    # BEGIN SOLUTION  all combinations in order
    return [dict(zip(choices, values, strict=True)) for values in itertools.product(*choices.values())]
    # END SOLUTION


def run(
    config: dict,
    train_set: Dataset,
    val_set: Dataset,
    test_set: Dataset,
    epochs: int = 10,
    batch_size: int = 64,
    seed: int = 0,
    device: str = "cpu",
) -> dict:
    """One experiment: build a network as `config` says, train it, measure it.

    `config` may have "hidden" (list of widths), "lr", "dropout" and "weight_decay"; what it lacks is [128], 1e-3, 0.0
    and 1e-4. It stays as it is. The sets give pairs (x, label): x a float32 tensor of any shape, which is flattened,
    label a 0-d int64 tensor, both on the CPU. The network has an input for each number of x, and an output for each
    class; the classes are 0 to the largest label in `train_set`.

    Cross-entropy and one Adam with the `lr` and the `weight_decay` of the config. Each epoch takes all training samples
    in a new random order, in batches of `batch_size`, the smaller last one included, with a step for each, in train
    mode; then it measures the validation set in eval mode. When all epochs are over, the test set is taken, each sample
    once. The same seed gives the same result on the CPU, whatever random numbers were drawn before the call.

    Returns a dict: "config", the one given; "parameters", how many numbers are trained; "train_loss", the mean over the
    samples of each epoch, as measured before each step; "val_accuracy" after each epoch; both lists of `epochs` floats;
    "test_accuracy", a float; "seconds", how long the call took. Accuracies are from 0 to 1.
    """
    # BEGIN SOLUTION  seed, build, train and validate epoch by epoch, test, collect
    started = time.perf_counter()
    chosen = {**DEFAULTS, **config}
    x, _ = train_set[0]
    n_classes = 1 + max(int(label) for _, label in train_set)

    torch.manual_seed(seed)
    model = build_mlp(x.numel(), chosen["hidden"], n_classes, chosen["dropout"]).to(device)
    optimizer = torch.optim.Adam(model.parameters(), lr=chosen["lr"], weight_decay=chosen["weight_decay"])
    # A generator of its own: dropout draws from torch's, and would shuffle every config differently.
    order = torch.Generator().manual_seed(seed)
    train_loader = DataLoader(train_set, batch_size=batch_size, shuffle=True, generator=order)

    def logits_of(x: Tensor) -> Tensor:
        return model(x.flatten(start_dim=1).to(device))

    def accuracy(dataset: Dataset) -> float:
        """Share of right answers, in eval mode; takes every sample once."""
        model.eval()
        right = 0
        with torch.no_grad():
            for x, y in DataLoader(dataset, batch_size=500):
                right += (logits_of(x).argmax(dim=1).cpu() == y).sum().item()
        return right / len(dataset)

    train_loss, val_accuracy = [], []
    for _ in range(epochs):
        model.train()
        loss_sum = 0.0
        for x, y in train_loader:
            loss = nn.functional.cross_entropy(logits_of(x), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            loss_sum += loss.item() * len(y)  # a sum over samples: the last batch is smaller
        train_loss.append(loss_sum / len(train_set))
        val_accuracy.append(accuracy(val_set))

    return {
        "config": config,
        "parameters": sum(p.numel() for p in model.parameters()),
        "train_loss": train_loss,
        "val_accuracy": val_accuracy,
        "test_accuracy": accuracy(test_set),  # only now, when nothing is left to choose
        "seconds": time.perf_counter() - started,
    }
    # END SOLUTION


def search(
    configs: list[dict], run_one: Callable[[dict], dict], on_result: Callable[[dict], object] | None = None
) -> list[dict]:
    """What `run_one(config)` returns for each config, in their order.

    A config for which it raises gets the result {"config": config, "error": "<type>: <text>"} instead, such as
    "ValueError: too wide", and the rest go on. `on_result` is called with each result, failed ones too, as soon as it
    is there. KeyboardInterrupt and SystemExit end the search, and so does whatever `on_result` raises.
    """
    # BEGIN SOLUTION  try one config after the other
    results = []
    for config in configs:
        try:
            result = run_one(config)
        except Exception as error:  # KeyboardInterrupt and SystemExit are none
            result = {"config": config, "error": f"{type(error).__name__}: {error}"}
        results.append(result)
        if on_result is not None:
            on_result(result)
    return results
    # END SOLUTION


def best(results: list[dict]) -> dict:
    """The result with the highest last entry of "val_accuracy"; of equals the fewest "parameters", then the first.

    Failed results (those with "error") do not count. Raises ValueError when none is left.
    """
    # BEGIN SOLUTION  leave out the failed ones, compare the others
    whole = [result for result in results if "error" not in result]
    if not whole:
        raise ValueError("there is no result to choose from")
    return max(whole, key=lambda result: (result["val_accuracy"][-1], -result["parameters"]))  # the first of equals
    # END SOLUTION


def log(history: dict, folder: str | Path) -> None:
    """Write a history into `folder` for TensorBoard, which is made where it is missing.

    The lists "train_loss", "val_loss", "train_accuracy" and "val_accuracy" become the scalars "Loss/train", "Loss/val",
    "Accuracy/train" and "Accuracy/val"; the step is the epoch, from 0. A list that `history` lacks is left out, and so
    is whatever else it holds. When the function returns, all of it is on disk and the writer is closed.
    """
    # BEGIN SOLUTION  write the lists, close the writer
    from torch.utils.tensorboard import SummaryWriter  # here, since it takes a moment

    with SummaryWriter(str(folder)) as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, [])):
                writer.add_scalar(tag, value, epoch)
    # END SOLUTION


def filters(model: nn.Module) -> Tensor:
    """What the first layer of `model` looks for, as images: a detached copy on the CPU.

    The first layer is the first nn.Linear or nn.Conv2d in the order of `model.modules()`. A Linear from side * side
    inputs to h outputs gives (h, side, side), a Conv2d with weights (o, i, k, k) gives (o, k, k), those of input
    channel 0. Each image is scaled to [0, 1] by its own smallest and largest value; one whose values are all equal
    becomes 0.

    Raises ValueError for a Linear whose number of inputs is no square, and for a model without such a layer.
    """
    # BEGIN SOLUTION  find the layer, cut its weights into images, scale each
    layer = next((part for part in model.modules() if isinstance(part, nn.Linear | nn.Conv2d)), None)
    if layer is None:
        raise ValueError("the model has neither a Linear nor a Conv2d")
    weight = layer.weight.detach().cpu().clone()
    if isinstance(layer, nn.Conv2d):
        images = weight[:, 0]
    else:
        side = math.isqrt(layer.in_features)
        if side * side != layer.in_features:
            raise ValueError(f"{layer.in_features} inputs are no square image")
        images = weight.reshape(-1, side, side)
    low, high = images.amin(dim=(1, 2), keepdim=True), images.amax(dim=(1, 2), keepdim=True)
    return (images - low) / torch.where(high > low, high - low, 1.0)
    # END SOLUTION


if __name__ == "__main__":
    from torch.utils.data import TensorDataset

    from assignments import datasets

    data = datasets.images()
    train_set = TensorDataset(data.train_images[:1000], data.train_labels[:1000])
    val_set = TensorDataset(data.train_images[1000:1297], data.train_labels[1000:1297])
    test_set = TensorDataset(data.test_images, data.test_labels)

    def tell(result):
        """A line for each result as it comes, and its curves for TensorBoard."""
        if "error" in result:
            print(result["config"], result["error"])
            return
        name = "-".join(map(str, result["config"].values())).replace(" ", "")
        log(result, Path("runs") / name)
        print(
            f"{result['config']}: {result['parameters']:,} parameters, {result['val_accuracy'][-1]:.1%} of the "
            f"validation set right, {result['seconds']:.1f} s"
        )

    def run_one(config):
        return run(config, train_set, val_set, test_set)

    print(f"{data.source}: architectures")
    architectures = search(grid(hidden=[[], [32], [128], [256, 128]]), run_one, tell)
    print("rates and dropout")
    table = search(grid(lr=[1e-4, 1e-3, 1e-2], dropout=[0.0, 0.2, 0.5, 0.8]), run_one, tell)
    winner = best(architectures + table)
    print(f"the best is {winner['config']}, with a test accuracy of {winner['test_accuracy']:.1%}")

    model = build_mlp(784, [32], 10)  # a small one, to look at
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-3)
    for _ in range(200):
        optimizer.zero_grad()
        nn.functional.cross_entropy(model(data.train_images.flatten(1)), data.train_labels).backward()
        optimizer.step()
    images = filters(model)
