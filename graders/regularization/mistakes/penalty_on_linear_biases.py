"""The penalty counts the biases of the Linear layers, too."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return strength * sum((value**2).sum() for layer in linear for value in layer.parameters())
