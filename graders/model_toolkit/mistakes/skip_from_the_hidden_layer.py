"""What is added at the end is the output of the first layer. The way around has to begin before both layers."""

FAILS = ("test_residual_block", "test_residual_net")
SEE = "The residual block"


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, x):
        h = torch.relu(self.fc1(x))
        return torch.relu(self.fc2(h) + h)
