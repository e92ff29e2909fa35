"""The block is two layers with ReLU and nothing more: its input does not pass around them. What is residual about
it?"""

FAILS = ("test_residual_block", "test_residual_net")
SEE = "The residual block"


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, x):
        return torch.relu(self.fc2(torch.relu(self.fc1(x))))
