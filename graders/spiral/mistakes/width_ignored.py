"""The network is always 100 units wide: `n_hidden` is taken and then forgotten."""

FAILS = ("test_parameter_count",)
SEE = "The network"


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, 100), nn.ReLU(), nn.Dropout(dropout), nn.Linear(100, 3))

    def forward(self, x):
        return self.layers(x)
