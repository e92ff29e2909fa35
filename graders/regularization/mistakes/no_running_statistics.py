"""Batch norm keeps no running statistics, so in eval mode, too, the answer for a point depends on the points beside
it.
"""

FAILS = ("test_answers", "test_batch_norm")
SEE = "Train mode and eval mode"


class NetworkWithBatchNorm(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_size, hidden_size),
            nn.BatchNorm1d(hidden_size, track_running_stats=False),
            nn.ReLU(),
            nn.Linear(hidden_size, hidden_size),
            nn.BatchNorm1d(hidden_size, track_running_stats=False),
            nn.ReLU(),
            nn.Linear(hidden_size, output_size),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.layers(x)
