"""The hooks are removed after the pass, in a line that is never reached when forward raises."""

FAILS = ("test_hooks_whatever_happens",)
SEE = "Leave nothing behind"


def activations(model, names, x):
    modules = dict(model.named_modules())
    wanted = {name: modules[name] for name in names}
    outputs, hooks = {}, []

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    for name, module in wanted.items():
        hooks.append(module.register_forward_hook(keep(name)))
    model(x)
    for hook in hooks:
        hook.remove()
    return outputs
