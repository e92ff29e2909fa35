"""The hidden layer has half the units asked for. Count the parameters: each hidden unit brings two weights and a bias
of the first layer and three weights of the second.
"""

FAILS = ("test_parameter_count",)
SEE = "The network"


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        n_hidden = n_hidden // 2
        self.layers = nn.Sequential(nn.Linear(2, n_hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(n_hidden, 3))

    def forward(self, x):
        return self.layers(x)
