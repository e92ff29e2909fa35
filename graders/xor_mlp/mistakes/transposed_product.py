"""A product is taken the wrong way round: the gradient of W1 comes out as (2, h) where W1 is (h, 2). A gradient has
the shape of its parameter."""

FAILS = ("test_gradient_names_and_shapes",)
SEE = "Shapes are your friend"


def manual_gradients(params, X, y):
    W1, b1, W2, b2 = (params[name] for name in ("W1", "b1", "W2", "b2"))
    Z = X @ W1.T + b1
    A = np.maximum(Z, 0.0)
    P = 1.0 / (1.0 + np.exp(-(A @ W2.T + b2)))
    d_out = (P - y) / len(X)
    d_Z = (d_out @ W2) * (Z > 0)
    return {"W1": X.T @ d_Z, "b1": d_Z.sum(axis=0), "W2": A.T @ d_out, "b2": d_out.sum(axis=0)}
