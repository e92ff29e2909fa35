"""The error is squeezed into a flat array, which goes well for many rows: with a single row nothing of it is left to
multiply with."""

FAILS = ("test_gradients_of_any_size",)
SEE = "Shapes are your friend"


def manual_gradients(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    Z = X @ W1.T + b1
    A = np.maximum(Z, 0.0)
    P = 1.0 / (1.0 + np.exp(-(A @ W2.T + b2)))
    d_out = ((P - y) / len(X)).squeeze()
    d_Z = np.outer(d_out, W2) * (Z > 0)
    return {"W1": d_Z.T @ X, "b1": d_Z.sum(axis=0), "W2": d_out.T[None] @ A, "b2": np.array([d_out.sum()])}
