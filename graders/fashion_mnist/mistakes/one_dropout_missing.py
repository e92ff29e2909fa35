"""FashionMNISTNet drops units of one hidden layer only. How many dropouts does the text name, and behind which layers
do they stand?"""

FAILS = ("test_dropout",)
SEE = "The two networks"


class FashionMNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            *(nn.Linear(784, 256), nn.BatchNorm1d(256), nn.ReLU()),
            *(nn.Linear(256, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Dropout(0.3)),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.layers(x)
