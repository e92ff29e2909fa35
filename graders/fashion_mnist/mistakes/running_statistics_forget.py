"""The running mean and variance of FashionCNN are replaced by those of the last batch, since momentum is 1. They
should be a slow average over many batches."""

FAILS = ("test_batch_norm",)
SEE = "Batch norm"


class FashionCNN(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(
            *(nn.Conv2d(1, 32, kernel_size=3, padding=1), nn.BatchNorm2d(32, momentum=1.0), nn.ReLU(), nn.MaxPool2d(2)),
            *(
                nn.Conv2d(32, 64, kernel_size=3, padding=1),
                nn.BatchNorm2d(64, momentum=1.0),
                nn.ReLU(),
                nn.MaxPool2d(2),
            ),
            nn.Flatten(),  # (N, 64, 7, 7) -> (N, 3136)
            *(nn.Linear(3136, 128), nn.ReLU(), nn.Dropout(0.3)),
            nn.Linear(128, 10),
        )

    def forward(self, x):
        return self.layers(x)
