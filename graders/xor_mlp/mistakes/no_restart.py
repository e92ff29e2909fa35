"""`solve` trains one model and returns it, right or wrong. One start in three gets stuck on XOR for good, so it has to
be looked at, and another start made."""

FAILS = ("test_solves_xor", "test_gives_up", "test_every_start_counts")
SEE = "Unlucky starts"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    model = XORMLP().to(X.device)
    train(model, X, y, epochs=500)
    return model
