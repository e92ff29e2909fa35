"""The outputs of the branches are added. Then nobody can tell any more what came from which input: they belong side
by side."""

FAILS = ("test_parameters_of_the_networks",)
SEE = "Two inputs"


class MultiInputNet(nn.Module):
    def __init__(self, n_first=10, n_second=5, n_hidden=20):
        super().__init__()
        self.first, self.second = nn.Linear(n_first, n_hidden), nn.Linear(n_second, n_hidden)
        self.last = nn.Linear(n_hidden, 1)

    def forward(self, first, second):
        return self.last(torch.relu(self.first(first)) + torch.relu(self.second(second)))
