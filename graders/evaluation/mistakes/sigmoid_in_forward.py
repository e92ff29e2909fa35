"""BinaryClassifier gives probabilities. The loss takes a sigmoid of its own: after two of them even a perfect
answer looks like a guess. What are logits?"""

FAILS = ("test_classifiers",)
SEE = "The two classifiers"


class BinaryClassifier(nn.Module):
    def __init__(self, n_inputs, n_hidden=16):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(n_inputs, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 1)
        )

    def forward(self, x):
        return torch.sigmoid(self.layers(x))
