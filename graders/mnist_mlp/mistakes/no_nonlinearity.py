"""Nothing bends the line between the layers: however many there are, together they compute one single linear
function. Multiply the two weight matrices and look at what is left."""

FAILS = ("test_forward",)
SEE = "The network"


class MNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(), nn.Linear(784, 256), nn.Dropout(0.2), nn.Linear(256, 128), nn.Dropout(0.2), nn.Linear(128, 10)
        )

    def forward(self, x):
        return self.layers(x)
