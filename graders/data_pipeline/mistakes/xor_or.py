"""A point has the label 1 as soon as one coordinate is > 0, also when both are. That is OR; exclusive or asks for
exactly one.
"""

FAILS = ("test_xor_points",)
SEE = "Exclusive or"


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        self.X = torch.randn(n_samples, 2, generator=torch.Generator().manual_seed(seed))
        self.y = ((self.X[:, :1] > 0) | (self.X[:, 1:] > 0)).float()

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        return self.X[index], self.y[index]
