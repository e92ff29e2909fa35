"""The dataset sets the seed of NumPy's global random generator, from which all others draw as well."""

FAILS = ("test_random_state",)
SEE = "A generator of its own"


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        np.random.seed(seed)
        self.X = torch.tensor(np.random.randn(n_samples, 2), dtype=torch.float32)
        self.y = ((self.X > 0).sum(dim=1, keepdim=True) == 1).float()

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        return self.X[index], self.y[index]
