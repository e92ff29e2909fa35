"""The outputs of all modules come back, not only those that were asked for."""

FAILS = ("test_activations",)
SEE = "Listening with hooks"


def activations(model, names, x):
    modules = dict(model.named_modules())
    wanted = {name: modules[name] for name in names} and modules
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
