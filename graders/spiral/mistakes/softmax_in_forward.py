"""`forward` ends with a softmax. The cross-entropy loss takes a softmax itself; taken twice, the probabilities are
squeezed together, the gradients shrink and the network learns slowly. Do the three outputs of a point add up to 1?
"""

FAILS = ("test_logits", "test_dropout", "test_learns_the_spiral")
SEE = "Logits and cross-entropy"


class SpiralNet(nn.Module):
    def __init__(self, n_hidden=100, dropout=0.2):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, n_hidden), nn.ReLU(), nn.Dropout(dropout), nn.Linear(n_hidden, 3))

    def forward(self, x):
        return self.layers(x).softmax(dim=1)
