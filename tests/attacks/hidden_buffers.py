"""Keeps a second network's weights as buffers, which are no parameters, and lets them answer."""

LOST = {"test_parameter_count", "test_logits"}


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 4))
        self.register_buffer("more", torch.randn(3, 4))

    def forward(self, x):
        return self.layers(x) + x @ self.more
