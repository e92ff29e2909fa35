"""Dropout has its default probability of one half in both networks. Which number does the text ask for?"""

FAILS = ("test_dropout",)
SEE = "The two networks"


class FashionMNISTNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Flatten(),
            *(nn.Linear(784, 256), nn.BatchNorm1d(256), nn.ReLU(), nn.Dropout()),
            *(nn.Linear(256, 128), nn.BatchNorm1d(128), nn.ReLU(), nn.Dropout()),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.layers(x)


class FashionCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            *(nn.Conv2d(1, 32, kernel_size=3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(32, 64, kernel_size=3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2)),
            nn.Flatten(),  # (N, 64, 7, 7) -> (N, 3136)
            *(nn.Linear(3136, 128), nn.ReLU(), nn.Dropout()),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.layers(x)
