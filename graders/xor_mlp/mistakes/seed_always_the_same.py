"""`solve` seeds with a number written into the program: whatever `seed` says, the model is the same."""

FAILS = ("test_seed_decides",)
SEE = "Seeds"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(42)
    for _ in range(max_restarts):
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
