"""What decays is decided by the name: all that is not called bias. The weight of a normalisation layer is a vector
and should not decay; look at the dimensions."""

FAILS = ("test_make_optimizer", "test_what_the_optimizer_holds")
SEE = "Optimizers and weight decay"


def make_optimizer(model, name="adam", lr=1e-3, weight_decay=0.0, momentum=0.9):
    learning = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    groups = [
        {"params": [p for n, p in learning if "bias" not in n], "weight_decay": weight_decay},
        {"params": [p for n, p in learning if "bias" in n], "weight_decay": 0.0},
    ]
    if name == "sgd":
        return torch.optim.SGD(groups, lr=lr, momentum=momentum)
    if name == "adam":
        return torch.optim.Adam(groups, lr=lr)
    if name == "adamw":
        return torch.optim.AdamW(groups, lr=lr)
    raise ValueError(name)
