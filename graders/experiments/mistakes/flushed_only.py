"""The writer is flushed but not closed: its file and its thread stay open, one more with every run."""

FAILS = ("test_log",)
TWINS = ("writer_not_closed",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(str(folder))
    if writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, [])):
                writer.add_scalar(tag, value, epoch)
        writer.flush()
