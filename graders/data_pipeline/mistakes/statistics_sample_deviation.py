"""The sum of squares is divided by the number of pixels less one, as torch's `std` does when nothing is said. Promised
is the deviation of the population: divided by their number.
"""

FAILS = ("test_statistics",)
SEE = "One mean for all pixels"


def statistics(dataset):
    images = torch.stack([dataset[i][0] for i in range(len(dataset))])
    return images.mean(dim=(0, 2, 3)), images.std(dim=(0, 2, 3))
