"""The seed is set again before every start, so each of them draws the very same weights and gets stuck at the same
place."""

FAILS = ("test_solves_xor",)
TWINS = ("restart_continues_old_model",)
SEE = "Seeds"


def solve(X, y, max_restarts=20, seed=0):
    for _ in range(max_restarts):
        torch.manual_seed(seed)
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
