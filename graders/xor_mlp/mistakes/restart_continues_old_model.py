"""The model is made once, before the loop: every "restart" only trains the old one further, and what is stuck stays
stuck."""

FAILS = ("test_solves_xor",)
TWINS = ("same_start_again",)
SEE = "Unlucky starts"


def solve(X, y, max_restarts=20, seed=0):
    torch.manual_seed(seed)
    model = XORMLP().to(X.device)
    for _ in range(max_restarts):
        train(model, X, y, epochs=500)
        if ((model(X) > 0.5) == (y > 0.5)).all():
            return model
    raise RuntimeError(f"none of {max_restarts} starts got all rows right")
