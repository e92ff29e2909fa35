"""The classifiers have one hidden layer. Count the Linear layers in the text: two of them are followed by ReLU,
then comes one more."""

FAILS = ("test_classifiers",)
SEE = "The two classifiers"


class BinaryClassifier(nn.Module):
    def __init__(self, n_inputs, n_hidden=16):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(n_inputs, n_hidden), nn.ReLU(), nn.Linear(n_hidden, 1))

    def forward(self, x):
        return self.layers(x)


class MultiClassifier(nn.Module):
    def __init__(self, n_inputs, n_classes, n_hidden=32):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(n_inputs, n_hidden), nn.ReLU(), nn.Linear(n_hidden, n_classes))

    def forward(self, x):
        return self.layers(x)
