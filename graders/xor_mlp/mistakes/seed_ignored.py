"""`solve` never uses `seed`: called twice with the same one, it gives two different models."""

FAILS = ("test_seed_decides",)
SEE = "Seeds"


def solve(X, y, max_restarts=20, seed=0):
    for _ in range(max_restarts):
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
