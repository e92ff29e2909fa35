"""There is nothing between the two linear layers that bends. Two linear maps in a row are one linear map, and straight
borders cannot part spiral arms.
"""

FAILS = ("test_logits", "test_learns_the_spiral")
SEE = "The network"


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, n_hidden), nn.Dropout(dropout), nn.Linear(n_hidden, 3))

    def forward(self, x):
        return self.layers(x)
