"""Only the last number of each list is written: a point is no curve."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for tag, key in TAGS.items():
            if key in history:
                epoch, value = len(history[key]) - 1, history[key][-1]
                writer.add_scalar(tag, value, epoch)
