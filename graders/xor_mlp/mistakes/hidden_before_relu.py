"""The gradient of W2 is made from the hidden sums before ReLU, where the second layer saw the values after it."""

FAILS = ("test_gradients_are_those_of_autograd", "test_gradients_of_any_size")
SEE = "One row with real numbers"


def manual_gradients(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    Z = X @ W1.T + b1
    A = np.maximum(Z, 0.0)
    P = 1.0 / (1.0 + np.exp(-(A @ W2.T + b2)))
    d_out = (P - y) / len(X)
    d_Z = (d_out @ W2) * (Z > 0)
    return {"W1": d_Z.T @ X, "b1": d_Z.sum(axis=0), "W2": d_out.T @ Z, "b2": d_out.sum(axis=0)}
