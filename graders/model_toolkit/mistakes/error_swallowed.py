"""An error in forward is caught and forgotten. The caller must see it."""

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

    try:
        for name, module in wanted.items():
            hooks.append(module.register_forward_hook(keep(name)))
        model(x)
    except Exception:
        pass
    finally:
        for hook in hooks:
            hook.remove()
    return outputs
