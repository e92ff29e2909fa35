"""Only the model's direct children are found. A name may lead further down, with dots: 'body.0'."""

FAILS = ("test_activations", "test_hooks_whatever_happens")
SEE = "Listening with hooks"


def activations(model, names, x):
    modules = dict(model.named_children())
    wanted = {name: modules[name] for name in names}
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
