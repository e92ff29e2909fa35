"""The batch norms keep no running mean and variance, so that in eval mode an answer depends on the other images of
its batch, and a single image cannot be asked about."""

FAILS = ("test_networks", "test_saved_model")
SEE = "Batch norm"


class FashionMNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            *(nn.Linear(784, 256), nn.BatchNorm1d(256, track_running_stats=False), nn.ReLU(), nn.Dropout(0.3)),
            *(nn.Linear(256, 128), nn.BatchNorm1d(128, track_running_stats=False), nn.ReLU(), nn.Dropout(0.3)),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.layers(x)
