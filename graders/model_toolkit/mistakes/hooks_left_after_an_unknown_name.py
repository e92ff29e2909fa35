"""When a name turns out to be unknown, hooks already sit on the modules named before it, and nobody removes them."""

FAILS = ("test_hooks_whatever_happens",)
SEE = "Leave nothing behind"


def activations(model, names, x):
    modules = dict(model.named_modules())
    outputs, hooks = {}, []

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    for name in names:
        hooks.append(modules[name].register_forward_hook(keep(name)))
    try:
        model(x)
    finally:
        for hook in hooks:
            hook.remove()
    return outputs
