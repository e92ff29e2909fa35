"""Dropout acts in eval mode as well: `F.dropout` does not know the mode of the network unless it is told."""

FAILS = ("test_dropout",)
SEE = "A network from a list of widths"


class Always(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p

    def forward(self, x):
        return nn.functional.dropout(x, self.p)


def build_mlp(n_inputs, hidden, n_outputs, dropout=0.0):
    layers = []
    for n_in, n_out in itertools.pairwise([n_inputs, *hidden]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        if dropout > 0:
            layers.append(Always(dropout))
    return nn.Sequential(*layers, nn.Linear([n_inputs, *hidden][-1], n_outputs))
