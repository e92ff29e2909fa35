"""`add_scalars` makes a folder for every curve, so that one run looks like many."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, [])):
                writer.add_scalars(tag.split("/")[0], {tag.split("/")[1]: value}, epoch)
