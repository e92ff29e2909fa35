"""The second layer gets a ReLU of its own before x is added. So the layers can only add to x and never take away."""

FAILS = ("test_residual_block", "test_residual_net")
SEE = "The residual block"


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, x):
        return torch.relu(torch.relu(self.fc2(torch.relu(self.fc1(x)))) + x)
