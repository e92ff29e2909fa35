"""MultiClassifier has 16 hidden units when nothing is said. Which number stands in its signature?"""

FAILS = ("test_classifiers",)
SEE = "The two classifiers"


class MultiClassifier(nn.Module):
    def __init__(self, n_inputs, n_classes, n_hidden=16):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(n_inputs, n_hidden),
            nn.ReLU(),
            nn.Linear(n_hidden, n_hidden),
            nn.ReLU(),
            nn.Linear(n_hidden, n_classes),
        )

    def forward(self, x):
        return self.layers(x)
