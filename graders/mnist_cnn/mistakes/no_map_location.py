"""A checkpoint written on a GPU cannot be read where there is none, because torch.load puts each tensor back where
it was. It can be told where to put them instead.
"""

FAILS = ("test_other_device",)
SEE = "Checkpoints"


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, weights_only=True)
    model.load_state_dict(checkpoint["model_state_dict"])
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    return {key: checkpoint[key] for key in ("epoch", "loss", "accuracy")}
