"""The labels are the wrong way round: 1 where both coordinates are > 0 or none is."""

FAILS = ("test_xor_points",)
SEE = "Exclusive or"


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        self.X = torch.randn(n_samples, 2, generator=torch.Generator().manual_seed(seed))
        self.y = ((self.X[:, :1] > 0) == (self.X[:, 1:] > 0)).float()

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        return self.X[index], self.y[index]
