"""The first start is made before the counting begins, so `solve` makes one more than `max_restarts` allows."""

FAILS = ("test_every_start_counts",)
SEE = "What `solve` promises"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    for _ in range(max_restarts + 1):
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
