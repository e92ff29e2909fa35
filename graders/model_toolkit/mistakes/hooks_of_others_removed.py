"""All hooks of the modules are thrown away, also those that somebody else had put there."""

FAILS = ("test_hooks_whatever_happens",)
SEE = "Leave nothing behind"


def activations(model, names, x):
    modules = dict(model.named_modules())
    wanted = {name: modules[name] for name in names}
    outputs = {}

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    try:
        for name, module in wanted.items():
            module.register_forward_hook(keep(name))
        model(x)
    finally:
        for module in wanted.values():
            module._forward_hooks.clear()
    return outputs
