"""`dropout` is taken and never used: nothing is dropped."""

FAILS = ("test_dropout",)
SEE = "A network from a list of widths"


def build_mlp(n_inputs, hidden, n_outputs, dropout=0.0):
    layers = []
    for n_in, n_out in itertools.pairwise([n_inputs, *hidden]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        if dropout > 1:
            layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear([n_inputs, *hidden][-1], n_outputs))
