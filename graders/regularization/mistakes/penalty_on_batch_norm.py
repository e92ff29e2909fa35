"""The penalty counts the scales of batch norm, too: they are called "weight" as well."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    return strength * sum((value**2).sum() for name, value in model.named_parameters() if name.endswith("weight"))
