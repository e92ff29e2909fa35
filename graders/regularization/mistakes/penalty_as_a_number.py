"""The penalty is a Python number, which knows nothing of the weights it came from."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    linear = [module for module in model.modules() if isinstance(module, nn.Linear)]
    return strength * sum((layer.weight**2).sum().item() for layer in linear)
