"""The number of inputs of the first linear layer is written for other maps than the convolutions give, so a
forward pass stops with a message about matrix shapes. Print `x.shape` just before you flatten.
"""

FAILS = (
    "test_network",
    "test_checkpoint_round_trip",
    "test_history",
    "test_modes",
    "test_best_checkpoint",
    "test_schedule",
)
SEE = "The network"


class SimpleCNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, kernel_size=3)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3)
        self.hidden = nn.Linear(64 * 7 * 7, 128)
        self.output = nn.Linear(128, 10)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(self.conv1(x).relu(), 2)  # (N, 32, 14, 14)
        x = F.max_pool2d(self.conv2(x).relu(), 2)  # (N, 64, 7, 7)
        x = self.dropout1(x.flatten(start_dim=1))  # (N, 3136)
        return self.output(self.dropout2(self.hidden(x).relu()))
