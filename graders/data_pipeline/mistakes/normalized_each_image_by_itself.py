"""Each image is normalised with its own mean and deviation, so that bright and dark images look the same."""

FAILS = ("test_normalized", "test_other_statistics")
SEE = "Whose mean?"


class Normalized(Dataset):
    def __init__(self, dataset, mean, std):
        self.dataset = dataset
        self.mean, self.std = mean.reshape(-1, 1, 1), std.reshape(-1, 1, 1)

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        image, label = self.dataset[index]
        mean, std = image.mean(dim=(1, 2), keepdim=True), image.std(dim=(1, 2), correction=0, keepdim=True)
        return (image - mean) / std, label
