"""The penalty adds up the means of the squares, so a weight in a large matrix counts less than one in a small
matrix.
"""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return strength * sum((layer.weight**2).mean() for layer in linear)
