"""The results have the shape (C, 1, 1), or even more axes. Promised is (C,): one number per channel."""

FAILS = ("test_statistics",)
SEE = "One mean for all pixels"


def statistics(dataset):
    images = torch.stack([dataset[i][0] for i in range(len(dataset))])
    return images.mean(dim=(0, 2, 3), keepdim=True)[0], images.std(dim=(0, 2, 3), correction=0, keepdim=True)[0]
