"""`one_hot` returns float64. Asked for is float32."""

FAILS = ("test_one_hot",)
SEE = "Labels as rows"


def one_hot(y, n_classes):
    return torch.eye(n_classes, dtype=torch.float64, device=y.device)[y]
