"""Loading puts new tensors into the model in place of its parameters, while the optimizer still holds the old
ones: the steps after loading change nothing in the model.
"""

FAILS = ("test_resume",)
SEE = "Resuming in the right order"


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model_state_dict"], assign=True)
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    return {key: checkpoint[key] for key in ("epoch", "loss", "accuracy")}
