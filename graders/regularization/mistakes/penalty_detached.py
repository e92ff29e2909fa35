"""The penalty is computed from the numbers of the weights alone: no gradient finds its way back to them."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return strength * sum((layer.weight.detach() ** 2).sum() for layer in linear)
