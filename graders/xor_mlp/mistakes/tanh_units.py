"""The hidden units use tanh (or a sigmoid of their own) where the handout asks for ReLU: below zero they should be
silent."""

FAILS = ("test_forward",)
SEE = "The network"


class XORMLP(nn.Module):
    def __init__(self, n_hidden=4):
        super().__init__()
        self.hidden = nn.Linear(2, n_hidden)
        self.output = nn.Linear(n_hidden, 1)

    def forward(self, X):
        return torch.sigmoid(self.output(torch.tanh(self.hidden(X))))
