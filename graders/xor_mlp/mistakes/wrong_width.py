"""A model made without an argument has more hidden units than 4: the default of `n_hidden` is not the one asked
for."""

FAILS = ("test_seventeen_parameters",)
SEE = "The network"


class XORMLP(nn.Module):
    def __init__(self, n_hidden=8):
        super().__init__()
        self.hidden = nn.Linear(2, n_hidden)
        self.output = nn.Linear(n_hidden, 1)

    def forward(self, X):
        return torch.sigmoid(self.output(torch.relu(self.hidden(X))))
