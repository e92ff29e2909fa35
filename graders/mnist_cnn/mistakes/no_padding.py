"""The convolutions have no padding, so each one takes a border off the maps: 28 becomes 26, 13 becomes 11, and 5 x
5 is what is left to flatten instead of 7 x 7. Print `x.shape` after each layer.
"""

FAILS = ("test_network",)
SEE = "The network"


class SimpleCNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, kernel_size=3)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3)
        self.hidden = nn.Linear(64 * 5 * 5, 128)
        self.output = nn.Linear(128, 10)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(self.conv1(x).relu(), 2)  # (N, 32, 14, 14)
        x = F.max_pool2d(self.conv2(x).relu(), 2)  # (N, 64, 7, 7)
        x = self.dropout1(x.flatten(start_dim=1))  # (N, 3136)
        return self.output(self.dropout2(self.hidden(x).relu()))
