"""The blocks stand in a plain Python list. The module does not look into it: neither parameters() nor to(device) nor
an optimizer will ever see them."""

FAILS = ("test_parameters_of_the_networks",)
SEE = "The residual net"


class ResidualNet(nn.Module):
    def __init__(self, n_inputs, size, n_blocks, n_outputs):
        super().__init__()
        self.first, self.last = nn.Linear(n_inputs, size), nn.Linear(size, n_outputs)
        self.blocks = [ResidualBlock(size) for _ in range(n_blocks)]

    def forward(self, x):
        x = torch.relu(self.first(x))
        for block in self.blocks:
            x = block(x)
        return self.last(x)
