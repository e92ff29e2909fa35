"""The layers have no bias: at the point 00 every hidden unit is then 0, and the probability one half for ever."""

FAILS = ("test_seventeen_parameters",)
SEE = "The network"


class XORMLP(nn.Module):
    def __init__(self, n_hidden=4):
        super().__init__()
        self.hidden = nn.Linear(2, n_hidden, bias=False)
        self.output = nn.Linear(n_hidden, 1, bias=False)

    def forward(self, X):
        return torch.sigmoid(self.output(torch.relu(self.hidden(X))))
