"""Keeps further weights in a closure, out of the sight of everything that looks at modules."""

LOST = {"test_parameter_count", "test_logits", "test_checkpoint"}


def more():
    weights = torch.randn(3, 4)
    return lambda x: x @ weights


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(3, 5), nn.ReLU(), nn.Linear(5, 4))
        self.more = more()

    def forward(self, x):
        return self.layers(x) + self.more(x)
