"""Dropout acts in eval mode, too: `F.dropout` does not look at the mode of the network unless it is told."""

FAILS = ("test_answers",)
SEE = "Train mode and eval mode"


class NetworkWithDropout(nn.Module):
    def __init__(self, input_size, hidden_size, output_size, dropout_prob=0.5):
        super().__init__()
        self.first, self.second = nn.Linear(input_size, hidden_size), nn.Linear(hidden_size, hidden_size)
        self.last, self.p = nn.Linear(hidden_size, output_size), dropout_prob

    def forward(self, x):
        x = nn.functional.dropout(torch.relu(self.first(x)), self.p)
        x = nn.functional.dropout(torch.relu(self.second(x)), self.p)
        return torch.sigmoid(self.last(x))
