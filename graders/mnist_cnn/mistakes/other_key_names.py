"""The dict in the file has other keys than agreed. Somebody else's program looks for them by name:
model_state_dict, optimizer_state_dict, epoch, loss, accuracy.
"""

FAILS = ("test_checkpoint_file", "test_best_checkpoint", "test_renamed_keys", "test_other_device")
SEE = "Checkpoints"


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    torch.save(
        {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "epoch": epoch,
            "loss": loss,
            "accuracy": accuracy,
        },
        path,
    )


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model"])
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer"])
    return {key: checkpoint[key] for key in ("epoch", "loss", "accuracy")}
