"""One block is made and put into the net n_blocks times. All places share its parameters."""

FAILS = ("test_parameters_of_the_networks",)
SEE = "The residual net"


class ResidualNet(nn.Module):
    def __init__(self, n_inputs, size, n_blocks, n_outputs):
        super().__init__()
        self.first, self.last = nn.Linear(n_inputs, size), nn.Linear(size, n_outputs)
        self.blocks = nn.Sequential(*[ResidualBlock(size)] * n_blocks)

    def forward(self, x):
        return self.last(self.blocks(torch.relu(self.first(x))))
