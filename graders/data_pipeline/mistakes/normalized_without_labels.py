"""A sample is the image alone: its label is gone."""

FAILS = ("test_normalized", "test_other_statistics")
SEE = "Leave the dataset alone"


class Normalized(Dataset):
    def __init__(self, dataset, mean, std):
        self.dataset = dataset
        self.mean, self.std = mean.reshape(-1, 1, 1), std.reshape(-1, 1, 1)

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        image, label = self.dataset[index]
        return (image - self.mean) / self.std
