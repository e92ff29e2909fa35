"""BinaryClassifier gives logits of shape (N,). The labels have the shape (N, 1), and (N,) meeting (N, 1) is
stretched to (N, N). Which shape does the text ask for?"""

FAILS = ("test_classifiers",)
SEE = "The two classifiers"


class BinaryClassifier(nn.Module):
    def __init__(self, n_inputs, n_hidden=16):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(n_inputs, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 1)
        )

    def forward(self, x):
        return self.layers(x).squeeze(1)
