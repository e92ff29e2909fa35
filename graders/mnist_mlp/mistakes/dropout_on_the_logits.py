"""There is a dropout after the last layer: while training, one score in five is set to zero, that of the right class
among them. Look at the outputs in train mode: exact zeros have no place there."""

FAILS = ("test_dropout",)
SEE = "The network"


class MNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 256),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(256, 128),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(128, 10),
            nn.Dropout(0.2),
        )

    def forward(self, x):
        return self.layers(x)
