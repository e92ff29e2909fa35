"""Every block gets the output of the first layer, and what the one before made of it is thrown away."""

FAILS = ("test_residual_net",)
SEE = "The residual net"


class ResidualNet(nn.Module):
    def __init__(self, n_inputs, size, n_blocks, n_outputs):
        super().__init__()
        self.first, self.last = nn.Linear(n_inputs, size), nn.Linear(size, n_outputs)
        self.blocks = nn.Sequential(*[ResidualBlock(size) for _ in range(n_blocks)])

    def forward(self, x):
        h = torch.relu(self.first(x))
        out = h
        for block in self.blocks:
            out = block(h)
        return self.last(out)
