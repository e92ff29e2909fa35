"""The sigmoid at the end is missing, so the outputs are any numbers instead of probabilities, and BCE refuses them."""

FAILS = ("test_answers", "test_batch_norm", "test_compare")
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
        )

    def forward(self, x):
        return self.layers(x)
