"""The validation's tags end in "validation" instead of "val"."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, [])):
                writer.add_scalar(tag.replace("/val", "/validation"), value, epoch)
