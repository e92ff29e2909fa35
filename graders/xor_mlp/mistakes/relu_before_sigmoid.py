"""There is a ReLU after the second layer too. It cuts off everything negative, so no probability can fall below one
half."""

FAILS = ("test_forward",)
SEE = "The network"


class XORMLP(nn.Module):
    def __init__(self, n_hidden=4):
        super().__init__()
        self.hidden = nn.Linear(2, n_hidden)
        self.output = nn.Linear(n_hidden, 1)

    def forward(self, X):
        A = torch.relu(self.hidden(X))
        return torch.sigmoid(torch.relu(self.output(A)))
