"""The second convolution of FashionCNN is followed by ReLU at once: its batch norm is missing, and 128 parameters
with it. Print the model and compare layer by layer."""

FAILS = ("test_networks",)
SEE = "The two networks"


class FashionCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            *(nn.Conv2d(1, 32, kernel_size=3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2)),
            *(nn.Conv2d(32, 64, kernel_size=3, padding=1), nn.ReLU(), nn.MaxPool2d(2)),
            nn.Flatten(),  # (N, 64, 7, 7) -> (N, 3136)
            *(nn.Linear(3136, 128), nn.ReLU(), nn.Dropout(0.3)),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.layers(x)
