"""`solve` makes a wider model than XORMLP() is: that one rarely gets stuck, but the width asked for is the
default."""

FAILS = ("test_one_start_is_enough", "test_solves_xor")
SEE = "What `solve` promises"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    for _ in range(max_restarts):
        model = XORMLP(n_hidden=8).to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
