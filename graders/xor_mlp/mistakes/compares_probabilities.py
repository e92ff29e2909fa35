"""`solve` compares the probabilities themselves with the labels. A sigmoid comes near 0 and 1 but is hardly ever equal
to them, so no start is ever right."""

FAILS = ("test_one_start_is_enough", "test_solves_xor")
SEE = "What `solve` promises"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    for _ in range(max_restarts):
        model = XORMLP().to(X.device)
        train(model, X, y, epochs=500)
        if (model(X) == y).all():
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
