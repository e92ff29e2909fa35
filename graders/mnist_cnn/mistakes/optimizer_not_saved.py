"""The optimizer's state is not in your file. Adam keeps running means of the gradients, and without them a resumed
run starts them again from zero.
"""

FAILS = ("test_checkpoint_file", "test_resume")
SEE = "Checkpoints"


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    torch.save({"model_state_dict": model.state_dict(), "epoch": epoch, "loss": loss, "accuracy": accuracy}, path)


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model_state_dict"])
    if optimizer is not None and "optimizer_state_dict" in checkpoint:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    return {key: checkpoint[key] for key in ("epoch", "loss", "accuracy")}
