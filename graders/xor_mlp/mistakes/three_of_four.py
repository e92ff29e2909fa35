"""`solve` is content with a model that gets one row wrong: three of four is what a stuck start reaches, and what a
straight line can do."""

FAILS = ("test_solves_xor", "test_gives_up")
SEE = "What `solve` promises"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    for _ in range(max_restarts):
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).float().mean() > 0.7:
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
