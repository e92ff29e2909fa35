"""The optimizer's state is in the file, but load_checkpoint does not give it back to the optimizer, so the step
after loading differs from the one that an unbroken run takes.
"""

FAILS = ("test_resume",)
SEE = "Checkpoints"


def load_checkpoint(
    path: str | Path, model: nn.Module, optimizer: Optimizer | None = None, device: str = "cpu"
) -> dict:
    checkpoint = torch.load(path, map_location=device, weights_only=True)
    model.load_state_dict(checkpoint["model_state_dict"])
    return {key: checkpoint[key] for key in ("epoch", "loss", "accuracy")}
