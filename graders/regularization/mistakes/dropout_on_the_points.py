"""Dropout acts on the coordinates of the points, too: half of what the network is asked about gets lost."""

FAILS = ("test_dropout",)
SEE = "Dropout"


class NetworkWithDropout(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, dropout_prob=0.5):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Dropout(dropout_prob),
            nn.Linear(input_size, hidden_size),
            nn.ReLU(),
            nn.Dropout(dropout_prob),
            nn.Linear(hidden_size, hidden_size),
            nn.ReLU(),
            nn.Dropout(dropout_prob),
            nn.Linear(hidden_size, output_size),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.layers(x)
