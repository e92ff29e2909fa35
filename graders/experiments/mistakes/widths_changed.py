"""The list of widths gets the inputs put in front. It is the caller's own list: in the next run it is one longer."""

FAILS = ("test_build_mlp",)
SEE = "A network from a list of widths"


def build_mlp(n_inputs, hidden, n_outputs, dropout=0.0):
    layers = []
    hidden.insert(0, n_inputs)
    for n_in, n_out in itertools.pairwise(hidden):
        layers += [nn.Linear(n_in, n_out), nn.ReLU()]
        if dropout > 0:
            layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers, nn.Linear(hidden[-1], n_outputs))
