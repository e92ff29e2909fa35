"""The penalty counts the weights of the first Linear layer alone: `return` stands inside the loop."""

FAILS = ("test_l2_penalty",)
SEE = "The penalty"


def l2_penalty(model, strength):
    for module in model.modules():
        if isinstance(module, nn.Linear):
            return strength * (module.weight**2).sum()
