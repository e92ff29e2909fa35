"""The block has a single layer that it calls twice. Both places then share their weights: half of the parameters are
missing."""

FAILS = ("test_parameters_of_the_networks",)
SEE = "The residual block"


class ResidualBlock(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.fc = nn.Linear(size, size)

    def forward(self, x):
        return torch.relu(self.fc(torch.relu(self.fc(x))) + x)
