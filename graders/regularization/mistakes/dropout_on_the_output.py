"""Dropout acts on the output as well: answers are silenced, not only hidden units."""

FAILS = ("test_dropout",)
SEE = "Dropout"


class NetworkWithDropout(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, dropout_prob=0.5):
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(input_size, hidden_size),
            nn.ReLU(),
            nn.Dropout(dropout_prob),
            nn.Linear(hidden_size, hidden_size),
            nn.ReLU(),
            nn.Dropout(dropout_prob),
            nn.Linear(hidden_size, output_size),
            nn.Dropout(dropout_prob),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.layers(x)
