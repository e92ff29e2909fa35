"""Dropout acts on the three logits instead of on the hidden units: an answer is set to zero now and then, and no unit
ever is.
"""

FAILS = ("test_dropout",)
SEE = "Dropout"


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 3), nn.Dropout(dropout))

    def forward(self, x):
        return self.layers(x)
