"""The events lie in a folder below the one that was asked for."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder) + "/log") as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, [])):
                writer.add_scalar(tag, value, epoch)
