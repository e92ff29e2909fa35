"""The branches are linear: without ReLU the whole net is one linear map of its two inputs."""

FAILS = ("test_multi_input_net",)
SEE = "Two inputs"


class MultiInputNet(nn.Module):
    def __init__(self, n_first=10, n_second=5, n_hidden=20):
        super().__init__()
        self.first, self.second = nn.Linear(n_first, n_hidden), nn.Linear(n_second, n_hidden)
        self.last = nn.Linear(2 * n_hidden, 1)

    def forward(self, first, second):
        return self.last(torch.cat([self.first(first), self.second(second)], dim=1))
