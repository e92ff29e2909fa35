"""The dataset sets the seed of the global random generator. From then on everything else in the program, the weights of
the next network among it, is drawn from that seed.
"""

FAILS = ("test_random_state",)
SEE = "A generator of its own"


class XORDataset(Dataset):
    def __init__(self, n_samples=1000, seed=0):
        torch.manual_seed(seed)
        self.X = torch.randn(n_samples, 2)
        self.y = ((self.X > 0).sum(dim=1, keepdim=True) == 1).float()

    def __len__(self):
        return len(self.X)

    def __getitem__(self, index):
        return self.X[index], self.y[index]
