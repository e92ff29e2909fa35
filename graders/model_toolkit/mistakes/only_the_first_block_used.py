"""The loop over the blocks calls the first one each time. The others have parameters that change nothing."""

FAILS = ("test_residual_net",)
SEE = "The residual net"


class ResidualNet(nn.Module):
    def __init__(self, n_inputs, size, n_blocks, n_outputs):
        super().__init__()
        self.first, self.last = nn.Linear(n_inputs, size), nn.Linear(size, n_outputs)
        self.blocks = nn.Sequential(*[ResidualBlock(size) for _ in range(n_blocks)])

    def forward(self, x):
        x = torch.relu(self.first(x))
        for _ in self.blocks:
            x = self.blocks[0](x)
        return self.last(x)
