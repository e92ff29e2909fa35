"""The last layer has no bias, so three parameters are missing."""

FAILS = ("test_parameter_count",)
SEE = "The network"


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(2, n_hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(n_hidden, 3, bias=False)
        )

    def forward(self, x):
        return self.layers(x)
