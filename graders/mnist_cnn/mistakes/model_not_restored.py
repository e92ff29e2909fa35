"""load_checkpoint reads the file but the model keeps its own weights: load_state_dict is called on nothing, or on
something other than the model that was given.
"""

FAILS = (
    "test_checkpoint_round_trip",
    "test_resume",
    "test_other_device",
    "test_best_checkpoint",
    "test_schedule",
    "test_renamed_keys",
)
SEE = "Checkpoints"


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    if optimizer is not None:
        optimizer.load_state_dict(checkpoint["optimizer_state_dict"])
    return {key: checkpoint[key] for key in ("epoch", "loss", "accuracy")}
