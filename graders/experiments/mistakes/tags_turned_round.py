"""The parts of the tags are exchanged: "train/Loss" instead of "Loss/train"."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, [])):
                writer.add_scalar("/".join(tag.split("/")[::-1]), value, epoch)
