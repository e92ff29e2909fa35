"""The writer is never closed. What it has not written yet may be lost, and its file stays open."""

FAILS = ("test_log",)
TWINS = ("flushed_only",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(str(folder))
    if writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, [])):
                writer.add_scalar(tag, value, epoch)
