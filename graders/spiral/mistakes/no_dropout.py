"""Nothing is ever dropped: in train mode the network gives the same answer twice. Is there a dropout layer, and does
`forward` use it?
"""

FAILS = ("test_dropout",)
SEE = "Dropout"


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 3))

    def forward(self, x):
        return self.layers(x)
