"""Your checkpoint holds the model and the optimizer themselves. Such a file runs code when it is read, needs the
very same source, and cannot be read with weights_only=True: save their state dicts.
"""

FAILS = ("test_checkpoint_file", "test_best_checkpoint", "test_renamed_keys", "test_other_device")
SEE = "Checkpoints"


def save_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer, epoch: int, loss: float, accuracy: float
) -> None:
    torch.save(
        {
            "model_state_dict": model,
            "optimizer_state_dict": optimizer,
            "epoch": epoch,
            "loss": loss,
            "accuracy": accuracy,
        },
        path,
    )


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=device, weights_only=False)
    model.load_state_dict(checkpoint["model_state_dict"].state_dict())
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"].state_dict())
    return {key: checkpoint[key] for key in ("epoch", "loss", "accuracy")}
