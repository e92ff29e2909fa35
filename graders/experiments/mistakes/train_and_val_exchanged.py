"""The validation's curves stand under the tags of the training, and the other way round."""

FAILS = ("test_log",)
SEE = "TensorBoard"


def log(history, folder):
    from torch.utils.tensorboard import SummaryWriter

    with SummaryWriter(str(folder)) as writer:
        for tag, key in TAGS.items():
            for epoch, value in enumerate(
                history.get(key.replace("train", "v").replace("val", "train").replace("v_", "val_"), [])
            ):
                writer.add_scalar(tag, value, epoch)
