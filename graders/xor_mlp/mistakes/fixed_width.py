"""The layers have 4 hidden units whatever `n_hidden` says: the argument is taken and then not used."""

FAILS = ("test_seventeen_parameters",)
SEE = "The network"


class XORMLP(nn.Module):
    def __init__(self, n_hidden=4):
        super().__init__()
        self.hidden = nn.Linear(2, 4)
        self.output = nn.Linear(4, 1)

    def forward(self, X):
        return torch.sigmoid(self.output(torch.relu(self.hidden(X))))
