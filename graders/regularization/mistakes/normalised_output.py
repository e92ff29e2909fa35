"""Batch norm acts on the output as well."""

FAILS = ("test_parameter_count",)
SEE = "The three networks"


class NetworkWithBatchNorm(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_size, hidden_size),
            nn.BatchNorm1d(hidden_size),
            nn.ReLU(),
            nn.Linear(hidden_size, hidden_size),
            nn.BatchNorm1d(hidden_size),
            nn.ReLU(),
            nn.Linear(hidden_size, output_size),
            nn.BatchNorm1d(output_size),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.layers(x)
