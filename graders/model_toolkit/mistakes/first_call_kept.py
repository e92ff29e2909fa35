"""Of a module that is called twice the first output is kept. It should be that of the last call."""

FAILS = ("test_activations",)
SEE = "Listening with hooks"


def activations(model, names, x):
    modules = dict(model.named_modules())
    wanted = {name: modules[name] for name in names}
    outputs, hooks = {}, []

    def keep(name):
        def hook(module, inputs, output):
            outputs.setdefault(name, output.detach())

        return hook

    try:
        for name, module in wanted.items():
            hooks.append(module.register_forward_hook(keep(name)))
        model(x)
    finally:
        for hook in hooks:
            hook.remove()
    return outputs
