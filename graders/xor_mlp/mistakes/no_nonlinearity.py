"""There is nothing between the two linear layers, and two linear layers in a row are one linear layer: a straight
line, which cannot split XOR."""

FAILS = ("test_forward",)
SEE = "The network"


class XORMLP(nn.Module):
    def __init__(self, n_hidden=4):
        super().__init__()
        self.hidden = nn.Linear(2, n_hidden)
        self.output = nn.Linear(n_hidden, 1)

    def forward(self, X):
        return torch.sigmoid(self.output(self.hidden(X)))
