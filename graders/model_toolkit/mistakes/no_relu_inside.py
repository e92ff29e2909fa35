"""Nothing stands between the two layers of the block, and two linear maps in a row are one linear map."""

FAILS = ("test_residual_block", "test_residual_net")
SEE = "The residual block"


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(size, size), nn.Linear(size, size)

    def forward(self, x):
        return torch.relu(self.fc2(self.fc1(x)) + x)
