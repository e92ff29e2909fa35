"""The model is run anew for every name. One pass serves all hooks."""

FAILS = ("test_activations", "test_hooks_whatever_happens")
SEE = "Listening with hooks"


def activations(model, names, x):
    modules = dict(model.named_modules())
    wanted = {name: modules[name] for name in names}
    outputs = {}

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    for name, module in wanted.items():
        hook = module.register_forward_hook(keep(name))
        try:
            model(x)
        finally:
            hook.remove()
    return outputs
