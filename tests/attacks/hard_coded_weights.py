"""Brings weights trained elsewhere, on classes that had their usual names. It would pass without learning."""

LOST = {"test_learns"}

torch.manual_seed(11)
pretrained = Net()


def fit(x, y):
    return pretrained
