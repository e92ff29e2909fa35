"""The writer chooses a folder of its own, not the one that was asked for."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter() as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, [])):
                writer.add_scalar(tag, value, epoch)
