"""All channels share one mean and one deviation. Each channel has its own: the results have the shape (C,)."""

FAILS = ("test_statistics",)
SEE = "One mean for all pixels"


def statistics(dataset):
    images = torch.stack([dataset[i][0] for i in range(len(dataset))])
    return images.mean(), images.std(correction=0)
