"""A new point is drawn each time somebody asks for a sample. So no two epochs see the same data, and X and y are not
what the samples are.
"""

FAILS = ("test_xor_points",)
SEE = "Drawn once"


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        self.X = torch.randn(n_samples, 2, generator=torch.Generator().manual_seed(seed))
        self.y = ((self.X > 0).sum(dim=1, keepdim=True) == 1).float()

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        x = torch.randn(2)
        return x, ((x > 0).sum(dim=0, keepdim=True) == 1).float()
