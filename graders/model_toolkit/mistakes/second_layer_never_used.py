"""The block makes two layers and calls the first one twice. The second has parameters that change nothing."""

FAILS = ("test_residual_block", "test_residual_net")
SEE = "The residual block"


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, x):
        return torch.relu(self.fc1(torch.relu(self.fc1(x))) + x)
