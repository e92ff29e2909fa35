"""The block adds into x itself. The caller's tensor is then another one, and a backward pass misses what was there."""

FAILS = ("test_residual_block", "test_residual_net")
SEE = "The residual block"


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, x):
        x += self.fc2(torch.relu(self.fc1(x)))
        return torch.relu(x)
