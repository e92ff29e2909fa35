"""The hooks stay on the model. They go on writing at every later pass, and each call of activations adds more."""

FAILS = ("test_activations", "test_hooks_whatever_happens")
SEE = "Leave nothing behind"


def activations(model, names, x):
    modules = dict(model.named_modules())
    wanted = {name: modules[name] for name in names}
    outputs = {}

    def keep(name):
        def hook(module, inputs, output):
            outputs[name] = output.detach()

        return hook

    for name, module in wanted.items():
        module.register_forward_hook(keep(name))
    model(x)
    return outputs
