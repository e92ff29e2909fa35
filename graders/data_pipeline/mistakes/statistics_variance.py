"""The second value is the variance. The deviation is its root."""

FAILS = ("test_statistics",)
SEE = "One mean for all pixels"


def statistics(dataset):
    images = torch.stack([dataset[i][0] for i in range(len(dataset))])
    return images.mean(dim=(0, 2, 3)), images.var(dim=(0, 2, 3), correction=0)
