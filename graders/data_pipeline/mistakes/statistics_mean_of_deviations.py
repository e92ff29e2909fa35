"""Each image gets a deviation of its own, and the mean of these is returned. That leaves out how much the images differ
from each other: all pixels have one common mean.
"""

FAILS = ("test_statistics",)
SEE = "One mean for all pixels"


def statistics(dataset):
    images = torch.stack([dataset[i][0] for i in range(len(dataset))])
    return images.mean(dim=(0, 2, 3)), images.std(dim=(2, 3), correction=0).mean(dim=0)
