"""In FashionMNISTNet batch norm follows ReLU. It then normalises numbers that are never negative, and what leaves a
layer is no longer cut at zero."""

FAILS = ("test_networks",)
SEE = "Batch norm"


class FashionMNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            *(nn.Linear(784, 256), nn.ReLU(), nn.BatchNorm1d(256), nn.Dropout(0.3)),
            *(nn.Linear(256, 128), nn.ReLU(), nn.BatchNorm1d(128), nn.Dropout(0.3)),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.layers(x)
