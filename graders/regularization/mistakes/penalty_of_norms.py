"""The penalty adds up the norms of the weight matrices: the root of a sum of squares instead of the sum."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return strength * sum(layer.weight.norm() for layer in linear)
