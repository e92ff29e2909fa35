"""Dropout acts in eval mode too: `F.dropout` drops by default and knows nothing of the model's mode. Call an
evaluated model twice on one image and compare.
"""

FAILS = (
    "test_network",
    "test_checkpoint_round_trip",
    "test_history",
    "test_modes",
    "test_best_checkpoint",
    "test_schedule",
)
SEE = "Dropout in two places"


class SimpleCNN(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(32, 64, kernel_size=3, padding=1)
        self.hidden = nn.Linear(64 * 7 * 7, 128)
        self.output = nn.Linear(128, 10)
        self.dropout1 = nn.Dropout(0.25)
        self.dropout2 = nn.Dropout(0.5)

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(self.conv1(x).relu(), 2)  # (N, 32, 14, 14)
        x = F.max_pool2d(self.conv2(x).relu(), 2)  # (N, 64, 7, 7)
        x = F.dropout(x.flatten(start_dim=1), 0.25)  # (N, 3136)
        return self.output(self.dropout2(self.hidden(x).relu()))
