"""The branches always have 20 units, whatever n_hidden says."""

FAILS = ("test_parameters_of_the_networks",)
SEE = "Two inputs"


class MultiInputNet(nn.Module):
    def __init__(self, n_first=10, n_second=5, n_hidden=20):
        super().__init__()
        n_hidden = 20
        self.first, self.second = nn.Linear(n_first, n_hidden), nn.Linear(n_second, n_hidden)
        self.last = nn.Linear(2 * n_hidden, 1)

    def forward(self, first, second):
        return self.last(torch.cat([torch.relu(self.first(first)), torch.relu(self.second(second))], dim=1))
