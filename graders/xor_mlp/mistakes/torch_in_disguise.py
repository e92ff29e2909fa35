"""The gradients come back as torch tensors. This function is to use NumPy alone: arrays in, arrays out."""

FAILS = ("test_gradient_names_and_shapes",)
SEE = "Backpropagation by hand"


def manual_gradients(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    leaves = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    A = torch.relu(torch.tensor(X) @ leaves["W1"].T + leaves["b1"])
    P = torch.sigmoid(A @ leaves["W2"].T + leaves["b2"])
    nn.functional.binary_cross_entropy(P, torch.tensor(y)).backward()
    return {name: leaf.grad for name, leaf in leaves.items()}
