"""The gradients of the biases keep the axis they were summed over: (1, h) where b1 is (h,)."""

FAILS = ("test_gradient_names_and_shapes",)
SEE = "Shapes are your friend"


def manual_gradients(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    Z = X @ W1.T + b1
    A = np.maximum(Z, 0.0)
    P = 1.0 / (1.0 + np.exp(-(A @ W2.T + b2)))
    d_out = (P - y) / len(X)
    d_Z = (d_out @ W2) * (Z > 0)
    return {
        "W1": d_Z.T @ X,
        "b1": d_Z.sum(axis=0, keepdims=True),
        "W2": d_out.T @ A,
        "b2": d_out.sum(axis=0, keepdims=True),
    }
