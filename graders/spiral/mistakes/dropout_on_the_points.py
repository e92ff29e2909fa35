"""Dropout acts on the two coordinates of a point instead of on the hidden units, so every fifth coordinate is lost
before the network has seen it.
"""

FAILS = ("test_dropout",)
SEE = "Dropout"


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.layers = nn.Sequential(nn.Dropout(dropout), nn.Linear(2, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 3))

    def forward(self, x):
        return self.layers(x)
