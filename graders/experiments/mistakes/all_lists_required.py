"""A history without one of the four lists is an error, so that no result of `run` can be logged."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history[key]):
                writer.add_scalar(tag, value, epoch)
