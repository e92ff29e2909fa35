"""The layers have no biases: each border between two classes goes through zero."""

FAILS = ("test_build_mlp",)
SEE = "Counting parameters"


def build_mlp(n_inputs, hidden, n_outputs, dropout=0.0):
    layers = []
    for n_in, n_out in itertools.pairwise([n_inputs, *hidden]):
        layers += [nn.Linear(n_in, n_out, bias=False), nn.ReLU()]
        if dropout > 0:
            layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear([n_inputs, *hidden][-1], n_outputs, bias=False))
