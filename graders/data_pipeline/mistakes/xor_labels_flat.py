"""The labels have the shape (n,): each is a number without an axis. The outputs of a network with one output are (n,
1), and so must the labels be.
"""

FAILS = ("test_xor_points",)
SEE = "Shapes and types of labels"


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        self.X = torch.randn(n_samples, 2, generator=torch.Generator().manual_seed(seed))
        self.y = ((self.X[:, 0] > 0) ^ (self.X[:, 1] > 0)).float()

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        return self.X[index], self.y[index]
