"""The penalty counts only the layers that lie in the model directly: those within a `Sequential` inside it are not
seen.
"""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    linear = [module for module in model.children() if isinstance(module, nn.Linear)]
    return strength * sum(((layer.weight**2).sum() for layer in linear), torch.zeros(()))
