"""The penalty is half of what it should be."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return strength / 2 * sum((layer.weight**2).sum() for layer in linear)
