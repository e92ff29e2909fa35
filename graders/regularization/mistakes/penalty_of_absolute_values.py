"""The penalty adds up absolute values instead of squares: that is L1."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return strength * sum(layer.weight.abs().sum() for layer in linear)
