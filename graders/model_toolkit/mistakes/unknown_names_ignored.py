"""A name that no module has is passed over. It should be a KeyError, or a slip goes unnoticed."""

FAILS = ("test_hooks_whatever_happens",)
SEE = "Listening with hooks"


def activations(model, names, x):
    wanted = {name: module for name, module in model.named_modules() if name in names}
    outputs, hooks = {}, []

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    try:
        for name, module in wanted.items():
            hooks.append(module.register_forward_hook(keep(name)))
        model(x)
    finally:
        for hook in hooks:
            hook.remove()
    return outputs
