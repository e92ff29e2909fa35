"""`solve` gives up with another exception than RuntimeError, so whoever waits for that one does not catch it."""

FAILS = ("test_gives_up", "test_every_start_counts")
SEE = "What `solve` promises"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    for _ in range(max_restarts):
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            return model
    raise ValueError(f"none of {max_restarts} starts got all rows right")
