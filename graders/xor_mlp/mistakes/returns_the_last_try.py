"""When all starts have failed, `solve` returns the model of the last one (or None) as if nothing had happened, where
it should raise RuntimeError."""

FAILS = ("test_gives_up", "test_every_start_counts")
SEE = "What `solve` promises"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    model = None
    for _ in range(max_restarts):
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            break
    return model
