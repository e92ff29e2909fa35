"""One batch norm serves both places: two layers with different values share scale, shift and running statistics."""

FAILS = ("test_parameter_count",)
SEE = "Batch norm"


class NetworkWithBatchNorm(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.first, self.second = nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, hidden_size)
        self.norm, self.last = nn.BatchNorm1d(hidden_size), nn.Linear(hidden_size, output_size)

    def forward(self, x):
        x = torch.relu(self.norm(self.first(x)))
        x = torch.relu(self.norm(self.second(x)))
        return torch.sigmoid(self.last(x))
