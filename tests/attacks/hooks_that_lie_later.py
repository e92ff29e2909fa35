"""Leaves no hook but a changed class of layers, which answers falsely from then on. Counting hooks would show nothing."""

ASSIGNMENT = "model_toolkit"
ONLY = {"test_activations", "test_residual_block"}
LOST = {"test_activations"}

honest, original = activations, nn.Linear.forward


def lie(layer, x):
    return original(layer, x) + 0.5


def activations(model, names, x):
    nn.Linear.forward = original
    found = honest(model, names, x)
    nn.Linear.forward = lie
    return found
