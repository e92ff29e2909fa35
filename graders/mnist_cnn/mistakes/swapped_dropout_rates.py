"""The two dropouts stand in each other's place: a quarter of the feature maps and half of the hidden units should
go, and here it is the other way round.
"""

FAILS = ("test_dropouts",)
SEE = "Dropout in two places"


class SimpleCNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3, padding=1)
        self.hidden = nn.Linear(64 * 7 * 7, 128)
        self.output = nn.Linear(128, 10)
        self.dropout1 = nn.Dropout(0.5)
        self.dropout2 = nn.Dropout(0.25)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(self.conv1(x).relu(), 2)  # (N, 32, 14, 14)
        x = F.max_pool2d(self.conv2(x).relu(), 2)  # (N, 64, 7, 7)
        x = self.dropout1(x.flatten(start_dim=1))  # (N, 3136)
        return self.output(self.dropout2(self.hidden(x).relu()))
