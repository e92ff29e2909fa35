"""load_checkpoint restores the model but returns nothing, so whoever resumes does not know at which epoch. It
should return epoch, loss and accuracy in a dict.
"""

FAILS = ("test_checkpoint_round_trip",)
SEE = "Checkpoints"


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model_state_dict"])
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
