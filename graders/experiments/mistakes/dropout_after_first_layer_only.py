"""Only the first hidden layer has dropout."""

FAILS = ("test_dropout",)
SEE = "A network from a list of widths"


def build_mlp(n_inputs, hidden, n_outputs, dropout=0.0):
    layers = []
    for n_in, n_out in itertools.pairwise([n_inputs, *hidden]):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        if dropout > 0 and n_in == n_inputs:
            layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear([n_inputs, *hidden][-1], n_outputs))
