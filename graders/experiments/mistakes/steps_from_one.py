"""The steps count from 1. The first epoch is epoch 0."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(history.get(key, []), start=1):
                writer.add_scalar(tag, value, epoch)
