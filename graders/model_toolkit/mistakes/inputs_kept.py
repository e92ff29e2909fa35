"""What is kept is what goes into a module. Asked for is what comes out of it."""

FAILS = ("test_activations",)
SEE = "Listening with hooks"


def activations(model, names, x):
    modules = dict(model.named_modules())
    wanted = {name: modules[name] for name in names}
    outputs, hooks = {}, []

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = inputs[0].detach()

        return hook

    try:
        for name, module in wanted.items():
            hooks.append(module.register_forward_hook(keep(name)))
        model(x)
    finally:
        for hook in hooks:
            hook.remove()
    return outputs
