"""The penalty counts biases, too: it takes every parameter."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    return strength * sum((parameter**2).sum() for parameter in model.parameters())
