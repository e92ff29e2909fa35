"""The count starts at 1 and stops before `max_restarts`, so one start fewer is made than allowed; of one allowed,
none."""

FAILS = ("test_one_start_is_enough",)
SEE = "What `solve` promises"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    for _ in range(1, max_restarts):
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
