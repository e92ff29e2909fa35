"""The reshape leaves no room for the batch: it fits one image of 784 pixels, and not N of them. Print x.shape before
and after the line."""

FAILS = ("test_forward", "test_fit_history", "test_fit_updates")
SEE = "The network"


class MNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(784, 256),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(256, 128),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.layers(x.view(784))
